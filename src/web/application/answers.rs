//! Everything typed into an application so far, right or wrong, page by page: pairs of name and text, exactly as they came
//! in. What they mean is for `read` to say.

use uuid::Uuid;

use super::section::Section;
use crate::web::form::Typed;

/// The name under which the keys of the parties stand, in their order.
const PARTIES: &str = "party";

/// The answers of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(pub Typed);

impl Answers {
    /// What was typed on one page, under the names of its form.
    pub fn section(&self, section: Section) -> Typed {
        let prefix = section.prefix();
        let named = |(name, value): &(String, String)| {
            let name = name.strip_prefix(&prefix)?;
            Some((name.to_owned(), value.clone()))
        };
        Typed(self.0.0.iter().filter_map(named).collect())
    }

    /// Keeps what was typed on one page in the place of what stood there; what the page does not ask is left out.
    pub fn put(&mut self, section: Section, typed: &Typed) {
        let prefix = section.prefix();
        self.0.0.retain(|(name, _)| !name.starts_with(&prefix));
        if let Section::Party(key) = section
            && !self.parties().contains(&key)
        {
            self.0.0.push((PARTIES.to_owned(), key.to_string()));
        }
        let asked = |name: &str| section.fields().iter().any(|(field, _)| *field == name);
        let asked = typed.0.iter().filter(|(name, _)| asked(name));
        let kept = asked.map(|(name, value)| (format!("{prefix}{name}"), value.clone()));
        self.0.0.extend(kept);
    }

    /// The matter, as lists name the application.
    pub fn title(&self) -> &str {
        let name = format!("{}title", Section::Matter.prefix());
        self.0.text(&name).trim()
    }

    /// How much was typed, with the names of the fields.
    pub fn bytes(&self) -> usize {
        self.0
            .0
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum()
    }

    /// Whether anything was answered on a page.
    pub fn begun(&self, section: Section) -> bool {
        self.section(section)
            .0
            .iter()
            .any(|(_, value)| !value.trim().is_empty())
    }

    /// The parties' keys, in the order they were named.
    pub fn parties(&self) -> Vec<Uuid> {
        let keys = self.0.all(PARTIES);
        keys.into_iter().filter_map(|key| key.parse().ok()).collect()
    }

    /// Takes a party out.
    pub fn remove_party(&mut self, key: Uuid) {
        let (prefix, text) = (Section::Party(key).prefix(), key.to_string());
        self.0
            .0
            .retain(|(name, value)| !(name.starts_with(&prefix) || name == PARTIES && *value == text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_replaces_its_own_answers_and_no_others() {
        let mut answers = Answers::default();
        let key = Uuid::from_u128(7);
        answers.put(Section::Matter, &Typed::from([("title", "甲"), ("then", "list")]));
        answers.put(Section::Party(key), &Typed::from([("name", "乙")]));
        answers.put(Section::Matter, &Typed::from([("title", "丙")]));
        assert_eq!(answers.section(Section::Matter), Typed::from([("title", "丙")]));
        assert_eq!(answers.parties(), [key]);
        assert!(answers.begun(Section::Party(key)) && !answers.begun(Section::Body));
        answers.remove_party(key);
        assert!(answers.parties().is_empty());
        assert_eq!(answers.0, Typed::from([("matter-title", "丙")]));
    }
}
