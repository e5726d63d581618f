//! `rongcuo audit verify`: reads everything back and says what is no longer what was written. It reckons the digests (R7)
//! and the deadlines (R6) itself, so that a database that was made to lie about them is found out too.

mod history;
mod register;

use std::process::ExitCode;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{integrity, pool};

/// 审计
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Audit {
    /// 核对每件案件的事件链、状态、文书和期限；有不符即逐一指出
    Verify,
}

/// What was read, and how much of it was wrong.
#[derive(Default)]
struct Count {
    cases: u64,
    events: u64,
    documents: u64,
    deadlines: u64,
    wrong: u64,
}

impl Count {
    /// Names something that is not what was written.
    fn wrong(&mut self, what: &str) {
        self.wrong += 1;
        println!("{what}");
    }
}

impl Audit {
    /// Runs it; exit code 1 when something is wrong.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Verify = self;
        let (_, database) = super::open().await?;
        let mut db = pool::one_serving(&database.app).await?;
        let count = verify(&mut db).await?;
        if count.wrong > 0 {
            println!("共有 {} 处不符。", count.wrong);
            return Ok(ExitCode::FAILURE);
        }
        let Count {
            cases,
            events,
            documents,
            deadlines,
            ..
        } = count;
        println!("核对无误：案件 {cases} 件，事件 {events} 条，文书 {documents} 份，期限 {deadlines} 个。");
        Ok(ExitCode::SUCCESS)
    }
}

async fn verify(db: &mut PgConnection) -> anyhow::Result<Count> {
    let mut moment = integrity::one_moment(db).await?;
    let mut count = Count::default();
    let mut after = Uuid::nil();
    loop {
        let page = integrity::cases(&mut moment, after).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for case in &page {
            count.cases += 1;
            let history = history::read(&mut moment, case, &mut count).await?;
            register::compare(&mut moment, case, &history, &mut count).await?;
        }
    }
    for (series, missing) in integrity::gaps(&mut moment).await? {
        count.wrong(&format!("{series}：缺少 {missing} 个编号"));
    }
    Ok(count)
}
