//! What is asked of a list of cases, in which order, and behind which row a page begins; and how SQL says it.

use sqlx::{PgConnection, Postgres, QueryBuilder};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::narrow::{self, Dated, Due, Found};
use super::words::{self, Reach, Word};
use super::{CaseRow, Source};
use crate::domain::actor::Actor;
use crate::domain::ids::{BodyId, CaseId, UserId};
use crate::domain::status::{Stage, Status};

/// So many words are looked for; the rest are left aside.
const WORDS_MAX: usize = 6;

/// What is asked of a list of cases. Nothing asked: all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Every word of it stands in the number, the matter, a party's or an officer's name, the facts or the papers.
    pub words: String,
    pub stage: Option<Stage>,
    /// Whether it has not ended.
    pub in_hand: bool,
    /// A determination that stands came to this.
    pub found: Option<Found>,
    /// Who works on the case.
    pub officer: Option<UserId>,
    /// Whose case it is.
    pub body: Option<BodyId>,
    /// Only those of the bodies below, each as its own body has it.
    pub below: bool,
    /// What happened on the days from and to.
    pub dated: Dated,
    pub from: Option<Date>,
    /// That day included.
    pub to: Option<Date>,
    pub due: Option<Due>,
}

impl Filter {
    pub fn each_word(&self) -> Vec<&str> {
        self.words.split_whitespace().take(WORDS_MAX).collect()
    }
}

/// In which order cases stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// What is due first; what has ended comes last.
    #[default]
    Due,
    Newest,
    Oldest,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Due, Self::Newest, Self::Oldest];

    /// The order of what has the columns of a row by their names.
    pub(super) fn order(self, row: &str) -> String {
        match self {
            Self::Due => format!("{row}.ended, {row}.due_on, {row}.id"),
            Self::Newest => format!("{row}.received_at DESC, {row}.id DESC"),
            Self::Oldest => format!("{row}.received_at, {row}.id"),
        }
    }
}

/// Behind which row a page begins: where that stands in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    Due {
        ended: bool,
        /// `None`: nothing is due.
        due: Option<Date>,
        id: CaseId,
    },
    /// Either order by receipt.
    Received { at: OffsetDateTime, id: CaseId },
}

impl After {
    pub fn row(row: &CaseRow, sort: Sort) -> Self {
        match sort {
            Sort::Due => Self::Due {
                ended: row.ended,
                due: row.due_on,
                id: row.id,
            },
            Sort::Newest | Sort::Oldest => Self::Received {
                at: row.received_at,
                id: row.id,
            },
        }
    }

    pub(super) fn say(&self, sort: Sort, sql: &mut QueryBuilder<Postgres>) {
        match (*self, sort) {
            (Self::Due { ended, due, id }, Sort::Due) => {
                sql.push(" AND (c.ended, c.due_on, c.id) > (").push_bind(ended);
                sql.push(", coalesce(").push_bind(due);
                sql.push("::date, 'infinity'::date), ").push_bind(id.0);
                sql.push(")");
            }
            (Self::Received { at, id }, Sort::Newest | Sort::Oldest) => {
                let sign = if sort == Sort::Newest { "<" } else { ">" };
                sql.push(format!(" AND (c.received_at, c.id) {sign} ("))
                    .push_bind(at);
                sql.push(", ").push_bind(id.0);
                sql.push(")");
            }
            // The place is one of another order: the list begins anew.
            (Self::Due { .. }, Sort::Newest | Sort::Oldest) | (Self::Received { .. }, Sort::Due) => {}
        }
    }
}

/// A question to a list.
#[derive(Debug)]
pub struct Question<'a> {
    /// Who asks: what the reader is to a case decides what of it is searched.
    pub reader: &'a Actor,
    pub filter: &'a Filter,
    pub sort: Sort,
    pub today: Date,
    words: Vec<Word>,
}

impl<'a> Question<'a> {
    /// Looks up what the words hit.
    pub async fn new(
        db: &mut PgConnection,
        reader: &'a Actor,
        (filter, sort): (&'a Filter, Sort),
        today: Date,
    ) -> sqlx::Result<Self> {
        Ok(Self {
            reader,
            filter,
            sort,
            today,
            words: words::looked_up(db, reader, &filter.each_word()).await?,
        })
    }

    /// The reader's body; nobody's where there is none.
    pub(super) fn desk(&self) -> Uuid {
        self.reader.body.as_ref().map_or(Uuid::nil(), |it| it.id.0)
    }

    /// The bodies that the reader's watches over.
    pub(super) fn below(&self) -> impl Iterator<Item = BodyId> {
        self.reader.body.iter().flat_map(|it| &it.below).copied()
    }

    /// Where all cases of a word are known, those are read and put in order: the planner would rather walk the whole list for them.
    pub(super) fn say_fence(&self, sql: &mut QueryBuilder<Postgres>) {
        let known = self.words.iter().filter(|it| it.reach == Reach::All);
        if let Some(rarest) = known.min_by_key(|it| it.hits.len()) {
            sql.push(" AND id = ANY(").push_bind(rarest.hits.clone());
            sql.push(") OFFSET 0");
        }
    }

    /// Whether some of its words hit more than was looked up.
    pub(super) fn open_ended(&self) -> bool {
        self.words.iter().any(|it| it.reach != Reach::All)
    }
}

impl Question<'_> {
    /// Says of `c` all that is asked.
    pub(super) fn say(&self, source: Source, sql: &mut QueryBuilder<Postgres>) {
        self.say_among(source, Among::All, sql);
    }

    /// The same, among those that are asked for.
    pub(super) fn say_among(&self, source: Source, among: Among, sql: &mut QueryBuilder<Postgres>) {
        let below = matches!(source, Source::Below(_));
        for word in &self.words {
            match (below, among == Among::LookedUp || word.reach == Reach::All) {
                (true, true) => say_row_hits(word, sql),
                (true, false) => say_of_the_row(word, sql),
                (false, true) => self.say_hits(word, sql),
                (false, false) => self.say_word(word, sql),
            }
        }
        let it = self.filter;
        if let Some(stage) = it.stage {
            let of_it = Status::ALL.into_iter().filter(|status| status.stage() == stage);
            sql.push(" AND c.status = ANY(")
                .push_bind(of_it.map(Status::code).collect::<Vec<_>>());
            sql.push(")");
        }
        if it.in_hand {
            sql.push(" AND NOT c.ended");
        }
        if let Some(officer) = it.officer {
            sql.push(" AND c.officers @> ARRAY[").push_bind(officer.0);
            sql.push("]");
        }
        if let Some(body) = it.body {
            sql.push(" AND c.body_id = ").push_bind(body.0);
        }
        if let Some(due) = it.due {
            narrow::say_due(due, self.today, sql);
        }
        self.say_dated(below, sql);
    }

    /// What became of the case, and when.
    fn say_dated(&self, below: bool, sql: &mut QueryBuilder<Postgres>) {
        let (found, days) = (self.filter.found, (self.filter.from, self.filter.to));
        match self.filter.dated {
            Dated::Received => narrow::say_days("c.received_at", days, sql),
            Dated::Closed => narrow::say_ended("close", days, sql),
            Dated::Declined => narrow::say_ended("decline", days, sql),
            Dated::Determined => {}
        }
        let determined = self.filter.dated == Dated::Determined;
        if found.is_none() && !determined {
            return;
        }
        // Of a body's own case only who sees the inside is told how it was determined.
        if !below {
            self.say_inside("c", sql.push(" AND "));
        }
        let days = if determined { days } else { (None, None) };
        narrow::say_determined(found, days, sql);
    }

    fn say_hits(&self, word: &Word, sql: &mut QueryBuilder<Postgres>) {
        sql.push(" AND c.id = ANY(").push_bind(word.hits.clone());
        sql.push(") AND (c.id = ANY(").push_bind(word.open.clone());
        self.say_inside("c", sql.push(") OR "));
        sql.push(")");
    }

    /// The list is walked in its order, and each case asked; OFFSET keeps the planner from looking up all first.
    fn say_word(&self, word: &Word, sql: &mut QueryBuilder<Postgres>) {
        if let Reach::Among(cases) = &word.reach {
            sql.push(" AND c.id = ANY(").push_bind(cases.clone()).push(")");
        }
        sql.push(
            " AND (EXISTS (SELECT FROM case_texts t WHERE t.case_id = c.id AND strpos(t.said, searchable(",
        )
        .push_bind(word.text.clone());
        self.say_inside("c", sql.push(")) > 0 AND (NOT t.within OR "));
        sql.push(") OFFSET 0) OR c.officers && ")
            .push_bind(word.people.clone());
        sql.push(")");
    }

    // `Relation::sees_inside`: a test holds the two to each other.
    fn say_inside(&self, case: &str, sql: &mut QueryBuilder<Postgres>) {
        let (user, body) = (self.reader.user.0, self.reader.body.as_ref().map(|it| it.id.0));
        sql.push("(");
        say_own(self.reader, case, sql.push("NOT "));
        sql.push(format!(" AND CASE WHEN {case}.body_id = "))
            .push_bind(body);
        if self.reader.approver {
            sql.push(" THEN true");
        } else {
            sql.push(" THEN ").push_bind(user);
            sql.push(format!(" = ANY ({case}.officers) OR ("))
                .push_bind(self.reader.officer);
            sql.push(format!(" AND {case}.officers = '{{}}' AND {case}.round = 1)"));
        }
        sql.push(format!(
            " ELSE EXISTS (SELECT FROM objections o WHERE o.case_id = {case}.id AND o.addressee = "
        ))
        .push_bind(body);
        sql.push(") END)");
    }
}

fn say_row_hits(word: &Word, sql: &mut QueryBuilder<Postgres>) {
    sql.push(" AND c.id = ANY(").push_bind(word.row.clone());
    sql.push(")");
}

/// Whether number or matter have the word: of a case below nothing else is looked through.
fn say_of_the_row(word: &Word, sql: &mut QueryBuilder<Postgres>) {
    sql.push(" AND EXISTS (SELECT FROM case_texts t WHERE t.case_id = c.id AND t.source = 'case' AND strpos(t.said, searchable(")
        .push_bind(word.text.clone());
    sql.push(")) > 0 OFFSET 0)");
}

/// Among which cases words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    All,
    /// Those that a look into the index came upon: enough of them may answer, and the long list is not counted through.
    LookedUp,
}

/// Whether the reader filed the case or is a party to it. Staff belong to no unit, and are a party to few cases: those are
/// looked up once and not for each row. Indexes `parties_user`, `links_user`.
pub(super) fn say_own(reader: &Actor, case: &str, sql: &mut QueryBuilder<Postgres>) {
    sql.push(format!("({case}.filed_by = ")).push_bind(reader.user.0);
    sql.push(format!(
        r#" OR {case}.id = ANY (ARRAY(SELECT p.case_id FROM party_accounts p WHERE p."user" = "#
    ));
    sql.push_bind(reader.user.0);
    sql.push(")))");
}

/// Whether no objection set the determination `d` aside.
pub(super) const STANDS: &str =
    "NOT EXISTS (SELECT FROM objections o JOIN objection_decisions x ON x.objection = o.id
    WHERE o.determination = d.id AND x.result = 'set_aside')";
