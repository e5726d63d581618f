//! What an act says of several parties in the same words is said once, and of each party only what is its own: an approver then
//! sees at once where they differ. The act itself keeps both.

use super::super::content::{Row, Section};
use super::difference::Change;

/// The sections with what all parties share in one of its own, before theirs. A party is known by what is decided about it.
pub fn once(sections: Vec<Section>) -> Vec<Section> {
    let place = sections.iter().position(is_about_party);
    let parties = sections.iter().filter(|it| is_about_party(it)).count();
    let Some(place) = place.filter(|_| parties > 1) else {
        return sections;
    };
    let (mut about, mut others): (Vec<_>, Vec<_>) = sections.into_iter().partition(is_about_party);
    let shared = shared(&mut about);
    // What it comes to stands in the table of the findings.
    about.retain(|it| !it.rows.is_empty() || !it.links.is_empty() || shared.is_empty());
    let title = format!("{parties} 名当事人相同的内容");
    let shared = (!shared.is_empty()).then(|| Section::of(title, shared));
    others.splice(place..place, shared.into_iter().chain(about));
    others
}

fn is_about_party(it: &Section) -> bool {
    it.outcome.is_some()
}

/// Takes out of each what all of them say.
fn shared(about: &mut [Section]) -> Vec<Row> {
    let Some((first, rest)) = about.split_first_mut() else {
        return vec![];
    };
    let (mut shared, mut own) = (vec![], vec![]);
    for mut row in std::mem::take(&mut first.rows) {
        let places: Option<Vec<_>> = rest.iter().map(|it| same(it, &row)).collect();
        match places {
            Some(places) => {
                let taken = rest.iter_mut().zip(places);
                row.ids.extend(taken.flat_map(|(it, at)| it.rows.remove(at).ids));
                shared.push(row);
            }
            None => own.push(row),
        }
    }
    first.rows = own;
    shared
}

fn same(section: &Section, row: &Row) -> Option<usize> {
    let mut rows = section.rows.iter();
    rows.position(|it| (&it.name, &it.value) == (&row.name, &row.value))
}

/// Changes that are the same for several parties, with all of their names.
pub fn changed_once(changes: Vec<Change>) -> Vec<Change> {
    changes.into_iter().fold(vec![], |mut once: Vec<Change>, it| {
        let said = once
            .iter_mut()
            .find(|before| (&before.name, &before.pieces) == (&it.name, &it.pieces));
        match said {
            Some(before) => before.section = format!("{}、{}", before.section, it.section),
            None => once.push(it),
        }
        once
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(name: &str, rows: &[(&str, &str)]) -> Section {
        let rows = rows.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let rows = rows.chain([("初步意见", "✓".to_owned())]).collect();
        let mut section = Section::new(name, rows).comes_to("初步意见");
        for row in &mut section.rows {
            row.ids.push(format!("{name}{}", row.name));
        }
        section
    }

    fn read(sections: &[Section]) -> Vec<(&str, Vec<(&str, usize)>)> {
        let row = |it| {
            let Row { name, ids, .. }: &Row = it;
            (name.as_str(), ids.len())
        };
        let each = sections.iter();
        each.map(|it| (it.title.as_str(), it.rows.iter().map(row).collect()))
            .collect()
    }

    #[test]
    fn what_is_the_same_for_all_is_said_once_and_found_under_each_of_their_links() {
        let facts = || Section::new("查明", vec![("事实", "一".to_owned())]);
        let first = || about("甲", &[("守法", "是"), ("程序", "是")]);
        let second = about("乙", &[("守法", "是"), ("程序", "否")]);
        let once = once(vec![facts(), first(), second]);
        let shared = ("2 名当事人相同的内容", vec![("守法", 2)]);
        let each = ["甲", "乙"].map(|it| (it, vec![("程序", 1)]));
        assert_eq!(read(&once)[1..], [shared, each[0].clone(), each[1].clone()]);
        let alone = super::once(vec![first(), facts()]);
        assert_eq!(read(&alone)[0].1.len(), 2, "one party shares with nobody");
    }

    #[test]
    fn who_has_nothing_of_its_own_has_no_section() {
        let all = ["甲", "乙"].map(|it| about(it, &[("守法", "是")]));
        assert_eq!(read(&once(all.into())).len(), 1);
    }
}
