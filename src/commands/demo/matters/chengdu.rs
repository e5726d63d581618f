//! Matters of the superior body.

use super::Matter;
use crate::domain::filing::Pursuit::{Enquiry, Opened, Possible, Proposed};
use crate::domain::regulation::Circumstance::{
    HardTask, NoPrecedent, PilotTask, PrudentSupervision, UnclearPolicy,
};

/// 铁路提单
pub const RAIL_BILL: Matter = Matter {
    title: "铁路提单物权化融资首单逾期",
    story: "2025年推动铁路提单质押融资，帮助1家汽车进口商取得贷款900万元。2026年4月进口商资金周转困难，贷款逾期42天，银行依提单处置了车辆。",
    loss: "车辆处置所得覆盖本息，差额11万元由风险补偿池承担。",
    pursuer: "市地方金融管理局",
    accusation: "风险补偿池支出审核不严",
    pursuit: Enquiry,
    rule: "铁路提单融资试点方案和风险补偿池管理办法",
    aim: "探索陆上贸易规则，缓解企业融资难",
    decision: "补偿方案经试点联席会议集体研究，5个成员单位全部同意",
    remedy: "逾期第3日启动车辆处置，6月完善提单控货和预警条款",
    circumstance: NoPrecedent,
    fits: "铁路提单融资在国内没有先例，单证规则需要在实践中探索。",
    demand: "修订风险补偿池管理办法，增加控货方现场核验要求",
};

/// 多式联运
pub const MULTIMODAL: Matter = Matter {
    title: "多式联运“一单制”责任划分争议",
    story: "推行多式联运“一单制”，由区内经营人统一签发单证。7月一批电子产品在铁海换装时受潮，经营人与海运承运人互相推诿，货主投诉至管委会。",
    loss: "货损38万元，保险已经赔付33万元，其余由经营人承担。",
    pursuer: "市口岸物流办机关纪委",
    accusation: "一单制规则制定不完善造成货主损失",
    pursuit: Possible,
    rule: "多式联运“一单制”试点工作方案",
    aim: "实现一次委托、一单到底、一次结算",
    decision: "单证规则由专家论证并经管委会专题会议通过",
    remedy: "7月底组织调解，8月发布责任划分指引和示范条款",
    circumstance: PilotTask,
    fits: "多式联运“一单制”是国家部署的试点任务，责任规则没有统一规定。",
    demand: "发布一单制示范合同，明确换装环节责任",
};

/// 跨境电商
pub const ECOMMERCE: Matter = Matter {
    title: "跨境电商“先放后税”试点系统延期上线",
    story: "跨境电商零售进口“先放后税”试点系统原定6月30日上线，因与海关接口标准调整，延期到8月25日，期间改为人工核对，2家企业少缴税款后补缴。",
    loss: "少缴税款7.2万元已经补缴，系统建设增加费用19万元。",
    pursuer: "成都自贸管委会督查室",
    accusation: "信息化项目延期并增加支出",
    pursuit: Proposed,
    rule: "跨境电商零售进口监管要求和项目管理办法",
    aim: "缩短跨境电商商品到手时间",
    decision: "延期和增加费用经项目领导小组两次会议研究",
    remedy: "延期期间逐日人工核对，8月25日上线后完成全部清算",
    circumstance: PrudentSupervision,
    fits: "对跨境电商新业态实行包容审慎监管，接口标准处于调整中。",
    demand: "建立接口标准变更预警和应急核对机制",
};

/// 中欧班列
pub const TRAIN: Matter = Matter {
    title: "中欧班列运邮通道应急改线",
    story: "9月境外口岸临时关闭，为避免2,300件邮件积压，临时改经备用通道运输，未及时履行境外段委托变更手续，运费超出预算。",
    loss: "增加运费26万元，邮件全部按时妥投。",
    pursuer: "市审计局",
    accusation: "未办理合同变更支付运费",
    pursuit: Possible,
    rule: "中欧班列运邮试点方案",
    aim: "保障国际邮件按时送达",
    decision: "改线属于紧急情况临机处置，当晚电话请示，48小时内向管委会书面报告",
    remedy: "9月30日前补签委托变更协议，追回重复计费4万元",
    circumstance: HardTask,
    fits: "境外口岸突发关闭，改线是在急难险重任务中担当作为。",
    demand: "与承运人签订应急改线框架协议",
};

/// 保税维修
pub const REPAIR: Matter = Matter {
    title: "保税维修目录外产品试办",
    story: "2025年对1家企业试办目录外航空部件保税维修。2026年3月总署明确该类部件暂不纳入目录，试办业务终止，企业已经投入设备。",
    loss: "企业设备投入410万元改作其他用途，没有要求赔偿。",
    pursuer: "市商务局机关纪委",
    accusation: "超出目录审批保税维修业务",
    pursuit: Opened,
    rule: "保税维修监管要求",
    aim: "培育航空维修产业",
    decision: "试办由业务处室自行决定，没有提交专班会议研究，也没有征求海关书面意见",
    remedy: "3月终止试办并协调企业转产",
    circumstance: UnclearPolicy,
    fits: "目录外产品能否试办，当时的政策界限不清晰。",
    demand: "目录外事项试办前须取得海关书面意见",
};

/// 信用监管
pub const CREDIT: Matter = Matter {
    title: "外贸企业信用分级监管误降级",
    story: "5月上线外贸企业信用分级模型，因数据源重复计入行政处罚，9家企业被误降级，其中2家被增加查验。",
    loss: "2家企业增加仓储费用3.4万元，已经由管委会协调减免。",
    pursuer: "成都自贸管委会督查室",
    accusation: "信用评价模型审核把关不严",
    pursuit: Enquiry,
    rule: "信用监管工作指引",
    aim: "对守信企业少打扰",
    decision: "模型经第三方测评并由专题会议通过上线",
    remedy: "上线第6日发现后当日恢复9家企业等级并公开说明",
    circumstance: PrudentSupervision,
    fits: "以信用分级实行包容审慎监管，模型缺乏历史数据。",
    demand: "建立模型上线前比对和异议快速更正机制",
};
