//! A form on trial: sent wrong, it says beside each field what to mend and keeps what was typed; sent right, it goes its way.

use rongcuo::domain::ids::UserId;

use super::{Desk, Fields, fields};
use crate::world::story::Story;

/// Sends a form wrong and right.
pub struct Trial<'a> {
    pub who: UserId,
    pub path: String,
    pub wrong: &'a [(&'a str, &'a str)],
    pub says: &'a [&'a str],
    pub right: Fields,
    pub done: &'a str,
}

impl Trial<'_> {
    /// Runs it on this case.
    pub async fn run(self, story: &Story<'_>) {
        let mut desk = Desk::of(story.world, self.who, story.id()).await;
        let page = desk.send(&self.path, &fields(self.wrong)).await;
        assert_eq!(
            page.status.as_u16(),
            422,
            "{}: {}",
            self.path,
            page.header("location")
        );
        page.says(422, "有错误：").says(422, "govuk-error-summary");
        for words in self.says {
            page.says(422, words);
        }
        for (_, kept) in self.wrong.iter().filter(|(_, value)| value.chars().count() > 3) {
            page.says(422, kept);
        }
        desk.does(&self.path, &self.right, self.done).await;
    }
}
