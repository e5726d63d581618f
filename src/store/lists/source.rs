//! Where the cases of a list come from, and how SQL says it.

use sqlx::{Postgres, QueryBuilder};

use super::Question;
use crate::domain::ids::BodyId;

/// Where the cases of a list come from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// The reader's body. Indexes `cases_found`, `cases_received`, `cases_status`, `cases_officers`.
    Body,
    /// Those whose objections came to it, with what is to be done there. Index `objections_addressee`.
    Addressed,
    /// A body that the reader's watches over: the row of the ledger alone, without people and what is to be done. Those of `Body`.
    Below(BodyId),
}

impl Source {
    /// Those of the reader. Each is in order by itself, for an `OR` between them would read and sort every case.
    /// Without `addressed`, those whose objections came to the body are left out.
    pub(super) fn of(question: &Question<'_>, addressed: bool) -> Vec<Self> {
        let asked = |it: &BodyId| question.filter.body.is_none_or(|body| body == *it);
        let below: Vec<_> = question.below().filter(asked).map(Self::Below).collect();
        // Where nothing is below, nothing else is asked for.
        if question.filter.below && !below.is_empty() {
            return below;
        }
        let own = [Self::Body].into_iter();
        own.chain(addressed.then_some(Self::Addressed))
            .chain(below)
            .collect()
    }

    /// The columns of a row, as `c`.
    pub(super) fn say(self, question: &Question<'_>, sql: &mut QueryBuilder<Postgres>) {
        let body = question.reader.body.as_ref().map(|it| it.id.0);
        match self {
            Self::Body => {
                sql.push(
                    "(SELECT id, number, title, status, ended, received_at, party_names, todo, due_on, due_kind, due_days, due_provisional,
                             body_id, filed_by, officers, true AS named, false AS addressed, round, false AS for_approvers
                      FROM cases WHERE body_id = ",
                )
                .push_bind(body);
            }
            Self::Addressed => {
                sql.push(
                    "(SELECT f.id, number, title, status, ended, received_at, party_names, coalesce(t.todo, f.todo) AS todo,
                             coalesce(t.due_on, 'infinity') AS due_on,
                             CASE t.step WHEN 'decide_objection' THEN 'objection' WHEN 'serve' THEN 'feedback' END AS due_kind,
                             t.days AS due_days, coalesce(t.provisional, false) AS due_provisional,
                             f.body_id, filed_by, officers, true AS named, true AS addressed, round, coalesce(t.pile = 'approver', false) AS for_approvers
                      FROM cases f LEFT JOIN LATERAL (SELECT * FROM tasks d WHERE d.case_id = f.id AND d.desk = ",
                )
                .push_bind(body);
                sql.push(" ORDER BY d.due_on, d.place LIMIT 1) t ON true WHERE f.body_id <> ")
                    .push_bind(body);
                sql.push(" AND f.id IN (SELECT case_id FROM objections WHERE addressee = ")
                    .push_bind(body);
                sql.push(")");
            }
            Self::Below(below) => {
                sql.push(
                    "(SELECT id, number, title, status, ended, received_at, '' AS party_names, '' AS todo, due_on, due_kind, due_days,
                             due_provisional, body_id, filed_by, officers, false AS named, EXISTS (SELECT FROM objections o WHERE o.case_id = f.id AND o.addressee = ",
                )
                .push_bind(body);
                sql.push(") AS addressed, round, false AS for_approvers FROM cases f WHERE body_id = ")
                    .push_bind(below.0);
                if !question.filter.below {
                    sql.push(
                        " AND NOT EXISTS (SELECT FROM objections o WHERE o.case_id = f.id AND o.addressee = ",
                    )
                    .push_bind(body);
                    sql.push(")");
                }
            }
        }
        if !matches!(self, Self::Addressed) {
            question.say_fence(sql);
        }
        sql.push(") c");
    }
}
