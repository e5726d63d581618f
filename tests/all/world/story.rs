//! A case that reaches any point of its life by real steps, taken by the people of the world: what the tests assert on
//! came about as it does in the program. Each method goes on from wherever the story stands.

use rongcuo::casework::{self, Answer, Stamp};
use rongcuo::domain::account::{Account, AccountLink};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::case::{Case, Party};
use rongcuo::domain::clarification::{Clarification, ClarificationForm};
use rongcuo::domain::closure::Closure;
use rongcuo::domain::correction::{Correction, CorrectionReport, CorrectionState, CorrectionVerdict};
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::evidence::{Evidence, EvidenceKind};
use rongcuo::domain::filing::Filing;
use rongcuo::domain::hearing::{Hearing, HearingKind};
use rongcuo::domain::ids::{ActId, ApplicationId, CaseId};
use rongcuo::domain::initiation::Initiation;
use rongcuo::domain::notice::Notice;
use rongcuo::domain::objection::{Objection, ObjectionDecision, ObjectionResult};
use rongcuo::domain::regulation::Condition;
use rongcuo::domain::service::{Means, Service};
use rongcuo::domain::status::Status;
use rongcuo::domain::step::Step;
use rongcuo::store;
use time::{Date, Duration};
use uuid::Uuid;

use super::{World, paper, said};

/// One case, as far as it has been told.
#[derive(Clone, Copy)]
pub struct Story<'w> {
    /// Where it happens.
    pub world: &'w World,
    id: Option<CaseId>,
}

impl<'w> Story<'w> {
    /// Not filed yet.
    pub(super) fn begin(world: &'w World) -> Self {
        Self { world, id: None }
    }

    /// Which case.
    pub fn id(&self) -> CaseId {
        self.id.expect("the story has begun with filed()")
    }

    /// The case as it stands.
    pub async fn case(&self) -> Case {
        let mut db = self.world.app.pool.acquire().await.expect("a connection");
        let case = store::cases::load(&mut db, self.id())
            .await
            .expect("a readable case");
        case.expect("the case is there")
    }

    /// 提交申请, by the applicant of the unit.
    pub async fn filed(self) -> Self {
        if self.id.is_some() {
            return self;
        }
        let filing = paper::application(self.world.people.body.id, self.today());
        self.filed_by(&self.world.people.applicant, &filing).await
    }

    /// 提交申请, by anybody and in any words.
    pub async fn filed_by(mut self, filer: &Actor, filing: &Filing) -> Self {
        let (application, app) = (self.application().await, &self.world.app);
        let stamp = Stamp {
            version: 1,
            once: Uuid::now_v7(),
        };
        let done = casework::file(app, filer, application, stamp, filing).await;
        let done = done.expect("the database takes a filing");
        self.id = Some(done.unwrap_or_else(|answer| panic!("filing: {}", said(&answer))));
        self
    }

    /// An application that is not filed yet.
    pub async fn application(&self) -> ApplicationId {
        let id = ApplicationId(Uuid::now_v7());
        let app = &self.world.app;
        let mut db = app.pool.acquire().await.expect("a connection");
        store::applications::begin(&mut db, id, &self.world.people.applicant, app.clock.now())
            .await
            .expect("an application");
        id
    }

    /// 启动, with two officers, on the next day.
    pub async fn initiated(self) -> Self {
        let story = self.filed().await;
        if story.stands_before(Status::Verifying).await {
            story.next_day();
            story.approved(story.initiation()).await;
        }
        story
    }

    /// The initiation that names the two officers.
    pub fn initiation(&self) -> Step {
        let body = &self.world.people.body;
        Step::Initiate(Initiation {
            reason: "符合容错情形和条件".into(),
            officers: vec![body.officer.user, body.second.user],
        })
    }

    /// 收集证据, 关联账户 of the individual and 听取意见 of every party.
    pub async fn heard(self) -> Self {
        let story = self.initiated().await;
        if story.case().await.hearings.is_empty() {
            story.next_day();
            story.officer_takes(story.evidence().await).await;
            story.approved(story.link().await).await;
            for party in &story.case().await.parties {
                story.officer_takes(story.hearing(party)).await;
            }
        }
        story
    }

    /// A piece of evidence.
    pub async fn evidence(&self) -> Step {
        Step::TakeEvidence(Evidence {
            name: "会议纪要".into(),
            kind: EvidenceKind::Minutes,
            source: "当事单位提供".into(),
            proves: "经过集体决策".into(),
            condition: Some(Condition::DueProcess),
            party: None,
            taken_on: self.today(),
            file: self.world.file().await,
        })
    }

    /// The link of the second party to the account of the individual.
    pub async fn link(&self) -> Step {
        let person = &self.world.people.individual;
        Step::Link(AccountLink {
            party: self.case().await.parties[1].id,
            account: Account {
                username: "individual".into(),
                user: person.user,
                name: person.name.clone(),
                unit: None,
                people: vec![],
                staff: false,
            },
            proof: "当面核对身份证件".into(),
            electronic: true,
        })
    }

    /// A statement before both officers.
    pub fn hearing(&self, party: &Party) -> Step {
        let body = &self.world.people.body;
        Step::Hear(Hearing {
            party: party.id,
            kind: HearingKind::Statement,
            text: "陈述的意见".into(),
            held_on: self.today(),
            officers: vec![body.officer.user, body.second.user],
            absent: String::new(),
            file: None,
        })
    }

    /// 核实报告和初步意见: the first party is to be tolerated, the second is not.
    pub async fn reported(self) -> Self {
        let story = self.heard().await;
        if story.stands_before(Status::Determining).await {
            story.next_day();
            story
                .approved(Step::Report(paper::report(&story.case().await)))
                .await;
        }
        story
    }

    /// 认定.
    pub async fn determined(self) -> Self {
        let story = self.reported().await;
        if story.stands_before(Status::Determined).await {
            story.next_day();
            let determination = paper::determination(&story.case().await, story.today());
            story.approved(Step::Determine(determination)).await;
        }
        story
    }

    /// 送达 of everything, and 通报.
    pub async fn served(self) -> Self {
        let story = self.determined().await;
        let case = story.case().await;
        for document in case
            .documents
            .iter()
            .filter(|it| it.served_on.is_none() && it.kind.is_served())
        {
            let service = Service {
                document: document.id,
                means: Means::Electronic,
                served_on: None,
                place: String::new(),
                recipient: String::new(),
                proof: None,
            };
            let people = &story.world.people;
            let issuer = if document.issuer == people.body.id {
                &people.body
            } else {
                &people.superior
            };
            story.takes(&issuer.officer, Step::Serve(service)).await;
        }
        if !case.notified {
            let why = "没有其他相关单位".into();
            story.officer_takes(Step::Notify(Notice::Nobody { why })).await;
        }
        story
    }

    /// 送达 of the determinations to their parties' hands, of which the officer hears a week later.
    pub async fn served_by_hand_last_week(self) -> Self {
        let served_on = self.today();
        self.world.app.clock.advance(Duration::weeks(1));
        for determined in self.case().await.determinations {
            let service = Service {
                document: determined.document,
                means: Means::Direct,
                served_on: Some(served_on),
                place: "当事单位办公室".into(),
                recipient: "本人签收".into(),
                proof: Some(self.world.file().await),
            };
            self.officer_takes(Step::Serve(service)).await;
        }
        self
    }

    /// 异议 of the individual, to the superior body.
    pub async fn objected(self) -> Self {
        let story = self.served().await;
        if story.case().await.status != Status::Objected {
            story.next_day();
            story
                .takes(&story.world.people.individual, story.objection().await)
                .await;
        }
        story
    }

    /// The objection of the second party.
    pub async fn objection(&self) -> Step {
        Step::Object(Objection {
            party: self.case().await.parties[1].id,
            addressee: self.world.people.superior.id,
            contested: "出于公心".into(),
            grounds: "没有谋取私利".into(),
            new_facts: String::new(),
            file: None,
        })
    }

    /// 维持, by the superior body.
    pub async fn upheld(self) -> Self {
        let story = self.objected().await;
        story.next_day();
        story.approved(story.upholding().await).await;
        story
    }

    /// The decision that upholds the open objection.
    pub async fn upholding(&self) -> Step {
        let case = self.case().await;
        let open = case
            .objections
            .iter()
            .find(|it| it.open())
            .expect("an open objection");
        Step::DecideObjection(ObjectionDecision {
            objection: open.id,
            investigation: "经调查核实，原认定的事实清楚。".into(),
            reasons: "理由不成立".into(),
            result: ObjectionResult::Upheld,
        })
    }

    /// 整改报告 and 验收.
    pub async fn corrected(self) -> Self {
        let story = self.served().await;
        let owed = |it: &&Correction| it.state != CorrectionState::Verified;
        for _ in story.case().await.corrections.iter().filter(owed) {
            story.next_day();
            let act = story.report_and_submit_verdict(true).await;
            let answer = story.approves(act, &story.world.people.body.approver).await;
            assert!(matches!(answer, Answer::Done(_)), "{}", said(&answer));
        }
        story
    }

    /// The applicant reports on the first correction that is owed, an officer proposes to verify or return it.
    pub async fn report_and_submit_verdict(&self, verified: bool) -> ActId {
        let corrections = self.case().await.corrections;
        let owed = corrections.iter().find(|it| it.state.owed());
        let correction = owed.expect("a correction is owed").id;
        let report = CorrectionReport {
            correction,
            causes: "制度不完善".into(),
            measures: "已经修订制度".into(),
            done_on: self.today(),
            file: None,
        };
        self.takes(&self.world.people.applicant, Step::ReportCorrection(report))
            .await;
        let remark = "现场查验过台账".into();
        self.submitted(Step::VerifyCorrection(CorrectionVerdict {
            correction,
            verified,
            remark,
        }))
        .await
    }

    /// 澄清说明 for whose responsibility was lifted.
    pub async fn clarified(self) -> Self {
        let story = self.served().await;
        let case = story.case().await;
        if case.clarifications.is_empty() {
            let clarification = story.clarification(&case.parties[0]);
            story.approved(Step::Clarify(clarification)).await;
        }
        story
    }

    /// What is said for a party before everybody.
    pub fn clarification(&self, party: &Party) -> Clarification {
        Clarification {
            party: party.id,
            by: "成都高新区管委会".into(),
            form: ClarificationForm::Meeting,
            audience: "全体职工".into(),
            made_on: self.today(),
            text: "该事项已经认定容错".into(),
        }
    }

    /// 办结.
    pub async fn closed(self) -> Self {
        let story = self.corrected().await.clarified().await;
        if story.case().await.status != Status::Closed {
            story.next_day();
            story
                .approved(Step::Close(Closure {
                    remark: String::new(),
                }))
                .await;
        }
        story
    }

    /// The day in Shanghai.
    pub fn today(&self) -> Date {
        shanghai_day(self.world.app.clock.now())
    }

    fn next_day(&self) {
        self.world.app.clock.advance(Duration::days(1));
    }

    async fn stands_before(&self, status: Status) -> bool {
        self.case().await.status < status
    }
}
