//! A refusal (不能办理) has a name, a sentence and a basis. Tests and constraints know the name, people read the
//! sentence, and the basis keeps practice from passing for law.

use time::Date;

use crate::domain::blank::trimmed;
use crate::domain::dates::day;
use crate::domain::regulation::{Article, Basis};

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    // Who and where
    #[error("案件现在是“{status}”，这时不能办理“{step}”")]
    NotInThisStatus {
        step: &'static str,
        status: &'static str,
        basis: Basis,
    },
    #[error("现在不能在本系统办理“{step}”，可以办理的时候会显示在案件页上")]
    NotHereNow { step: &'static str },
    #[error("{step}应当由{who}办理")]
    NotYours { step: &'static str, who: &'static str },
    #[error("您不是本案的经办人")]
    NotAssigned,
    #[error("您是本案的申请人或者当事人，不能以经办人或者负责人的身份办理")]
    PartyToTheCase,
    #[error("起草人不能审批自己起草的文书")]
    OwnDraft,
    #[error("本案的经办人不能审批本案的文书，更换以后也不能")]
    OfficerOfTheCase,
    #[error("您没有审批容错认定的权限")]
    MayNotApproveDeterminations,
    #[error("您参加过原案的办理，不能处理对它的异议")]
    TookPartBefore,
    #[error("“{waiting}”正在等待审批。改变案件状态的事项，同一时间只能有一项等待审批")]
    AnotherActWaits { waiting: &'static str },
    #[error("这份文书现在是“{state}”，不能再作此处理")]
    NotWaiting { state: &'static str },
    #[error("只有起草人可以收回或者修改这份文书")]
    NotYourDraft,
    #[error("写明退回的原因，经办人会看到")]
    ReturnWithoutReason,
    #[error("缺少{what}")]
    Missing { what: &'static str, basis: Basis },
    #[error("{on}不可能：{what}在{since}（{first}）到今天之间")]
    ImpossibleDay {
        what: &'static str,
        on: String,
        since: &'static str,
        first: String,
    },

    // A8.1
    #[error("所选的机构不受理容错申请")]
    NoSuchBody,
    #[error("至少要有一名当事单位或者当事人")]
    NoParty,
    #[error("一份申请最多写 {most} 名当事单位或者当事人")]
    TooManyParties { most: usize },
    #[error("没有提交的申请已有 {most} 份。请先提交，或者删除用不到的，再开始新的申请")]
    TooManyApplications { most: u16 },
    #[error("填写的内容过长，没有保存，以前保存的内容还在。请缩短以后再保存，详细材料可以作为证据上传")]
    DraftTooLong,
    #[error("最多上传 {most} 件，请先移除不需要的")]
    TooManyFiles { most: usize },
    #[error("至少要主张第七条的一种情形")]
    NoCircumstanceClaimed,
    #[error("“{condition}”没有说明理由")]
    ConditionNotArgued { condition: &'static str },
    #[error("核实须由两名以上经办人进行，现在只指定了 {count} 名")]
    TooFewOfficers { count: usize },
    #[error("所选的经办人不是本机关的工作人员，或者是本案的申请人、当事人")]
    NotStaff,
    #[error("指定以后没有负责人可以审批本案的文书和认定。经办人和审批人不能是同一个人")]
    NoApproverLeft,

    // A8.2
    #[error("{party}的意见尚未听取，也没有放弃或者无法联系的记录")]
    Unheard { party: String },
    #[error(
        "听取意见须有两名以上经办人在场，现在写了 {count} 名；放弃陈述的，或者没有账号的当事人书面陈述的，也可以上传当事人的书面材料"
    )]
    TooFewPresent { count: usize },
    #[error("本轮已经提交了 {most} {what}，系统不再接收。请把余下的内容合并，书面交给经办人收入案卷")]
    EnoughHandedIn { what: &'static str, most: usize },
    #[error("{party}不是本轮的当事人")]
    NotTakingPart { party: String },
    #[error("核实报告须对{party}的六项条件逐项作出结论")]
    FindingsIncomplete { party: String },
    #[error("{party}“{condition}”的结论与其各项具体认定不一致")]
    FindingContradicts { party: String, condition: &'static str },
    #[error("案卷里还没有证据。核实结论须以证据为依据，先收集证据")]
    NothingGathered,
    #[error("{party}“{condition}”的结论没有引用证据，至少引用一件")]
    Unevidenced { party: String, condition: &'static str },
    #[error("{party}“{condition}”的结论引用了不在本案案卷里的证据")]
    EvidenceElsewhere { party: String, condition: &'static str },
    #[error("{party}适用第七条第七项的，须说明理由、怎样符合第五条的原则，以及为什么不适用第一项至第六项")]
    SeventhUnexplained { party: String },
    #[error("{party}适用第七条第七项的，不能同时适用第一项至第六项：第七项只用于前六项以外的情形")]
    SeventhBesideAnother { party: String },

    #[error("核实期限已于{due}届满。届满以后不能中止，也不能延期")]
    VerificationOver { due: String },
    #[error("本轮核实的期限已经延长过一次")]
    ExtendedBefore,
    #[error("核实期限延长 1 至 {most} 个工作日")]
    ExtensionTooLong { most: u16 },

    // A8.3, A9.1
    #[error("须先有经批准的初步意见")]
    NoOpinion,
    #[error("初步意见须对每名本轮当事人说明是否容错")]
    OpinionIncomplete,
    #[error("送审以后收到{party}的{what}，请退回补充")]
    SaidSince { party: String, what: &'static str },
    #[error("{party}有账号，放弃陈述意见由其本人登录提交，不能由经办人代为登记")]
    WaivesItself { party: String },
    #[error("认定须包括每名本轮当事人，且只包括他们")]
    DeterminationIncomplete,
    #[error("{party}六项条件全部具备且至少一种情形符合，应当予以容错，须选择处理方式")]
    MustTolerate { party: String },
    #[error("{party}不具备全部条件或者没有符合的情形，不能予以容错，不能选择处理方式")]
    CannotTolerate { party: String, against: Article },
    #[error("对{party}选择处理方式的，须写明所依据的党纪党规、法律法规条款及其幅度")]
    ProvisionMissing { party: String },
    #[error("对{party}不选择处理方式的，不写处理所依据的条款")]
    ProvisionForNothing { party: String },
    #[error("对{party}予以容错的，应当同时提出纠错要求")]
    CorrectionMissing { party: String },
    #[error(
        "对{party}提出的纠错要求，责任主体只能选择其本人、本机关，或者写明案外的一个单位，不能是其他当事人"
    )]
    CorrectionOfAnother { party: String },
    #[error("纠错要求由{unit}承担，通报的单位须包括它，一并送交写明该要求的认定书副本")]
    UnitNotTold { unit: String },
    #[error("纠错的完成时限应当晚于今天")]
    CorrectionDueInThePast,
    #[error("{name}在集体研究中回避，不能起草、审批这项认定")]
    RecusedInDeliberation { name: String },
    #[error("出席、缺席、回避和每个人的意见都要记录，出席的人不能少于两名")]
    DeliberationIncomplete,

    // A3, A9.2
    #[error(
        "{party}的干部管理权限在{organ}。追责问责决定作出以前，本机关不作结论性认定，不反馈、不通报；可以向其提出容错建议（第三条、第九条第二款）。{}",
        refer_or_split(*.alone)
    )]
    AuthorityElsewhere {
        party: String,
        organ: String,
        /// Whether all who take part belong there.
        alone: bool,
    },
    #[error(
        "申请时{organ}{pursuit}。追责问责决定作出以前，本机关不作结论性认定，不反馈、不通报；可以向其提出容错建议（第三条、第九条第二款）。请办理“移送追责问责机关”"
    )]
    OrganSeized { organ: String, pursuit: &'static str },
    #[error(
        "本案已移送{organ}。该机关作出追责问责决定或者退回以前，本机关不作结论性认定，不反馈、不通报，不作澄清说明，不能办理“{step}”"
    )]
    OrganDecides { organ: String, step: &'static str },
    #[error("当事人的干部管理权限都在本机关，也没有其他机关立案或者提出处理意见，不需要移送")]
    NothingToRefer,
    #[error(
        "有当事人的干部管理权限在{organ}，而{party}的在{theirs}，不能一并移送。应当先分案再移送；本系统目前还不能分案，本案须等待"
    )]
    NotAllBelongThere {
        organ: String,
        party: String,
        theirs: String,
    },
    #[error("{organ}是本机关或者本机关的内设部门，不需要移送")]
    OrganIsOurs { organ: String },
    #[error("{organ}是本机关或者本机关的内设部门，请选“本机关”")]
    AuthorityIsOurs { organ: String },
    #[error("本案由{organ}决定，应当移送该机关，名称照此填写")]
    AnotherOrganDecides { organ: String },
    #[error("跟进日期应当晚于今天")]
    FollowUpNotLater,
    #[error("先把{organ}移送以后的来函收入案卷（“收集证据”），再登记")]
    OrganLetterMissing { organ: String },

    // Service, notice
    #[error("没有这份文书，或者它不是发给该当事人的")]
    NotAddressed,
    #[error("这份文书已于{on}送达")]
    AlreadyServed { on: String },
    #[error("{party}没有同意电子送达，或者没有绑定账号")]
    NoElectronicConsent { party: String },
    #[error("已经通报，或者已经记录没有相关单位")]
    AlreadyNotified,

    // A8.4
    #[error("{party}没有可以提出异议的认定")]
    NothingDetermined { party: String },
    #[error("{party}对这项认定的异议正在处理")]
    ObjectionPending { party: String },
    #[error("只能以{party}本人的名义提出；没有账号的当事人由经办人附书面材料代为录入")]
    NotYourParty { party: String },
    #[error("异议只能向认定机关的上级管理机构或者工作办公室提出")]
    WrongAddressee,
    #[error("认定由工作办公室作出，《办法》没有规定提出异议的途径")]
    NoRoute,
    #[error("该机关已经维持过这项认定。没有新的事实，不能再向它提出")]
    DecidedBefore,
    #[error("没有等待处理的这项异议")]
    NoSuchObjection,
    #[error("{party}的认定已被撤销，认定书不再送达，其中的纠错要求不再执行")]
    DeterminationFell { party: String },

    // A11, A12.3, closing
    #[error("没有这项纠错要求")]
    NoSuchCorrection,
    #[error("这项纠错要求现在是“{state}”")]
    CorrectionNotThere { state: &'static str },
    #[error("{party}没有被免除责任，第十一条的澄清说明不适用")]
    NothingToClarify { party: String },
    #[error("对{party}已有澄清说明，或者已有其不需要澄清的书面表示")]
    AlreadyClarified { party: String },
    #[error("{party}的认定书尚未送达")]
    Unserved { party: String },
    #[error("尚未通报相关单位，也没有记录没有相关单位")]
    NotNotified,
    #[error("还有异议没有处理完")]
    ObjectionOpen,
    #[error("对{party}的异议处理决定书尚未送达")]
    DecisionUnserved { party: String },
    #[error("纠错要求“{what}”尚未验收通过")]
    CorrectionOpen { what: String },
    #[error("{party}被免除责任，尚未作澄清说明，也没有其不需要澄清的书面表示")]
    Unclarified { party: String },

    // People
    #[error("{party}已经绑定账号")]
    AlreadyLinked { party: String },
    #[error("这个账号不能绑定：它不存在、是工作人员账号，或者已经是本案另一名当事人")]
    AccountUnfit,
    #[error(
        "这个账号和{other}的账号属于同一单位，不能再作本案另一名当事人的账号：当事人看不到其他当事人的陈述"
    )]
    AccountOfAnother { other: String },
    #[error("被更换的人不是本案经办人")]
    NotAnOfficerHere,
    #[error("审批人不能指定自己为本案经办人")]
    NamesOneself,
    #[error("接办人已经是本案经办人")]
    AlreadyAnOfficer,
    #[error("本轮已经指定经办人，需要换人的，办理“更换经办人”")]
    RoundHasOfficers,
    #[error("本轮还没有经办人，先办理“指定本轮经办人”")]
    RoundWithoutOfficers,
    #[error("没有参加过本案办理的人里须有您自己才够，请由另一名负责人指定")]
    AnotherAssigns,
    #[error("认定被撤销以后，由没有参加过本案办理的人重新核实。所选的人参加过")]
    TookPartInEarlierRound,
    #[error(
        "本机关没有足够的、没有参加过本案办理的人可以指定。可以增加工作人员账号；仍然不够的，报请上级管理机构指定办理（本系统目前还不能办理）"
    )]
    NobodyNew,
}

/// What is left to do. A case is not split yet: where one party's determination waits, so do the others'.
fn refer_or_split(alone: bool) -> &'static str {
    if alone {
        "请办理“移送追责问责机关”"
    } else {
        "应当先分案再移送；本系统目前还不能分案，其他当事人的认定也要等待"
    }
}

impl Refusal {
    /// What the refusal rests on.
    #[rustfmt::skip]
    pub fn basis(&self) -> Basis {
        use Refusal as R;
        let article = match self {
            R::NotInThisStatus { basis, .. } | R::Missing { basis, .. } => return *basis,
            R::NoParty => Article::A3,
            R::NoCircumstanceClaimed => Article::A7,
            R::ConditionNotArgued { .. } => Article::A6,
            R::Unheard { .. }
            | R::SaidSince { .. }
            | R::NothingGathered
            | R::Unevidenced { .. }
            | R::EvidenceElsewhere { .. }
            | R::NotTakingPart { .. } => Article::A8_2,
            R::FindingsIncomplete { .. } | R::FindingContradicts { .. } => Article::A6,
            R::SeventhUnexplained { .. } | R::SeventhBesideAnother { .. } => Article::A7_7,
            R::NoOpinion | R::OpinionIncomplete => Article::A8_3,
            R::DeterminationIncomplete => Article::A9_1,
            R::AuthorityElsewhere { .. }
            | R::OrganSeized { .. }
            | R::OrganDecides { .. }
            | R::NothingToRefer
            | R::NotAllBelongThere { .. }
            | R::AnotherOrganDecides { .. }
            | R::AuthorityIsOurs { .. }
            | R::OrganIsOurs { .. } => Article::A9_2,
            R::MustTolerate { .. } => Article::A7,
            R::CannotTolerate { against, .. } => *against,
            R::ProvisionMissing { .. } | R::ProvisionForNothing { .. } => Article::A10,
            R::CorrectionMissing { .. } | R::CorrectionOfAnother { .. } | R::NoSuchCorrection | R::CorrectionOpen { .. } => Article::A12_3,
            R::NothingDetermined { .. }
            | R::WrongAddressee
            | R::NoRoute
            | R::NoSuchObjection
            | R::ObjectionOpen
            | R::DeterminationFell { .. }
            | R::DecisionUnserved { .. } => Article::A8_4,
            R::NothingToClarify { .. } | R::Unclarified { .. } => Article::A11,
            R::NotAddressed | R::Unserved { .. } | R::NotNotified => Article::A9_1,
R::NotHereNow { .. } | R::NotYours { .. } | R::NotAssigned | R::PartyToTheCase | R::OwnDraft | R::OfficerOfTheCase
            | R::MayNotApproveDeterminations | R::TookPartBefore | R::AnotherActWaits { .. } | R::NotWaiting { .. }
            | R::NotYourDraft | R::ReturnWithoutReason | R::ImpossibleDay { .. } | R::NoSuchBody | R::TooManyParties { .. }
            | R::TooManyApplications { .. } | R::TooManyFiles { .. } | R::DraftTooLong
            | R::TooFewOfficers { .. } | R::NotStaff | R::NoApproverLeft | R::TooFewPresent { .. } | R::WaivesItself { .. } | R::EnoughHandedIn { .. } | R::VerificationOver { .. } | R::ExtendedBefore | R::ExtensionTooLong { .. }
            | R::UnitNotTold { .. } | R::CorrectionDueInThePast | R::DeliberationIncomplete | R::RecusedInDeliberation { .. } | R::AlreadyServed { .. }
            | R::NoElectronicConsent { .. }
            | R::AlreadyNotified | R::ObjectionPending { .. } | R::NotYourParty { .. } | R::DecidedBefore
            | R::CorrectionNotThere { .. }
            | R::AlreadyClarified { .. } | R::AlreadyLinked { .. } | R::AccountUnfit | R::AccountOfAnother { .. }
            | R::NotAnOfficerHere | R::NamesOneself | R::AlreadyAnOfficer | R::RoundHasOfficers
            | R::RoundWithoutOfficers | R::AnotherAssigns
            | R::TookPartInEarlierRound | R::NobodyNew | R::FollowUpNotLater | R::OrganLetterMissing { .. } => return Basis::Practice,
        };
        Basis::Law(article)
    }

    /// A day on which something can have been: since that day, and not after today (practice).
    pub fn unless_possible(
        what: &'static str,
        on: Date,
        (since, first): (&'static str, Date),
        today: Date,
    ) -> Result<(), Self> {
        if (first..=today).contains(&on) {
            return Ok(());
        }
        Err(Self::ImpossibleDay {
            what,
            on: day(on),
            since,
            first: day(first),
        })
    }

    /// A text that must be there and show something, trimmed.
    pub fn unless_written<'a>(text: &'a str, what: &'static str, basis: Basis) -> Result<&'a str, Self> {
        match trimmed(text) {
            "" => Err(Self::Missing { what, basis }),
            text => Ok(text),
        }
    }
}
