//! Somebody with a keyboard and nothing else: Tab, Space, Enter, letters. Wherever Tab comes, one sees that it is there.

use thirtyfour::prelude::*;

use crate::reader::Reader;

/// No way to a thing is longer.
const TABS_MAX: usize = 80;
/// What is written at the element that has the focus, and whether the focus is drawn: round it, or, of a box, round its label.
const FOCUSED: &str = "const it = document.activeElement, labels = [...(it.labels ?? [])]; \
     const drawn = (what, part) => { const style = getComputedStyle(what, part); \
       return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }; \
     return [[it, ...labels].map(it => it.textContent).join(' '), it === document.body || drawn(it, null) \
       || labels.some(it => drawn(it, '::before'))];";

impl Reader<'_> {
    /// Presses Tab until the focus stands where this is written.
    pub async fn tabs_to(&self, text: &str) {
        let mut on_the_way = vec![];
        for _ in 0..TABS_MAX {
            self.strikes(Key::Tab + "").await;
            let seen = self.driver.execute(FOCUSED, vec![]).await;
            let seen = seen.expect("a focus").json().clone();
            let (said, drawn): (String, bool) = serde_json::from_value(seen).expect("a text and an answer");
            assert!(drawn, "the focus is not seen on 「{said}」");
            if said.contains(text) {
                return;
            }
            on_the_way.push(said.trim().to_owned());
        }
        panic!("Tab does not come to 「{text}」: {on_the_way:?}");
    }

    /// Strikes these keys, wherever the focus is.
    pub async fn strikes(&self, keys: impl Into<TypingData>) {
        let keys = self.driver.action_chain().send_keys(keys);
        keys.perform().await.expect("keys to strike");
    }
}
