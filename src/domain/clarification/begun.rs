//! What a clarification begins with (practice): what happened, that it was tolerated and what A11 says follows, out of the
//! determination.

use crate::domain::case::{Case, Party};
use crate::domain::dates::day;
use crate::domain::document::determination::sentence;
use crate::domain::document::{first_cited, quoted};
use crate::domain::regulation::Article;

/// The text for a party whose responsibility was lifted; `reasons` are those of its determination, of which the first paragraph
/// tells what happened. `None`: there is none.
pub fn text(case: &Case, party: &Party, reasons: &str) -> Option<String> {
    let determined = case.determination_of(party.id)?;
    let lenience = determined.lenience?;
    let number = case
        .document(determined.document)
        .map_or("", |it| it.number.as_str());
    let fits = case.assessment_of(party.id).map(|it| &it.fits);
    let fits = fits
        .into_iter()
        .flatten()
        .map(|it| it.circumstance.article().to_string());
    let happened = reasons
        .lines()
        .find(|it| !it.trim().is_empty())
        .unwrap_or_default();
    Some(format!(
        "{}，{}就{}对{}作出容错认定（{number}）。经调查核实：{}\n{}的行为符合{}规定的全部容错条件，具有《办法》{}规定的情形，\
         认定予以容错，{}。\n《办法》{}规定：{}",
        day(determined.entry.on()),
        case.body.name,
        quoted(&case.title),
        party.name,
        sentence(happened),
        party.name,
        first_cited(Article::A6),
        fits.collect::<Vec<_>>().join("、"),
        lenience.short(),
        Article::A11,
        lenience.effects(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::SampleCase;

    #[test]
    fn 澄清说明从认定书写起_不予容错的没有可以澄清的() {
        let sample = SampleCase::determined(2, 1);
        let [tolerated, other] = [0, 1].map(|no| &sample.case.parties[no]);
        let text = |party: &Party| text(&sample.case, party, "\n查明的经过\n具备“遵纪守法”：略。");
        let said = text(tolerated).expect("it was tolerated");
        for words in [
            "对甲单位作出容错认定（",
            "经调查核实：查明的经过。\n甲单位的行为符合",
            "认定予以容错，免予追责问责。\n",
            "《办法》第十一条规定：对予以容错免除相关责任的",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert!(!said.contains("遵纪守法"), "{said}");
        assert_eq!(text(other), None);
    }
}
