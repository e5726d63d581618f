//! What a document (文书) says: data, stored with its digest when issued and never changed.
//! How it looks, on a screen, on paper and later as PDF, is for `documents`.

use serde::{Deserialize, Serialize};

/// A document as it goes out, or as it will go out while it has no number yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The authority whose name stands in the head (发文机关标志).
    pub issuer: String,
    /// Its number (发文字号): 成高管容错认〔2026〕9号. None until it is issued.
    pub number: Option<String>,
    /// Its title: 容错认定书.
    pub title: String,
    /// To whom (主送), without the colon.
    pub to: Option<String>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Who answers for it, and when.
    pub signature: Signature,
    /// Who else gets it (抄送).
    pub copies: Option<String>,
}

/// A piece of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading with its number as written: 一、基本情况.
    Heading(String),
    /// A paragraph.
    Para(String),
    /// One of an enumeration, with its number as written: （一）…, 1. ….
    Item(String),
    /// Pairs of what and its answer.
    Table(Vec<(String, String)>),
}

/// Name and date at the foot (署名、成文日期).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The authority, or for a form the person or unit who files it.
    pub name: String,
    /// The date as it is written: 2026年11月23日. Empty while the document is not issued.
    pub date: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored documents are read for decades: their JSON must not drift.
    #[test]
    fn a_documents_json_stays_as_it_is() {
        let document = Document {
            issuer: "成都高新技术产业开发区管理委员会".into(),
            number: Some("成高管容错认〔2026〕9号".into()),
            title: "容错认定书".into(),
            to: None,
            blocks: vec![
                Block::Para("现认定如下：".into()),
                Block::Table(vec![("当事人".into(), "甲".into())]),
            ],
            signature: Signature {
                name: "管委会".into(),
                date: "2026年11月23日".into(),
            },
            copies: None,
        };
        let json = serde_json::to_string(&document).expect("plain data always serialises");
        insta::assert_snapshot!(json);
        assert_eq!(
            serde_json::from_str::<Document>(&json).expect("what was written is read"),
            document
        );
    }
}
