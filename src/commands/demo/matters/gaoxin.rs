//! Matters of the body where most of the demo takes place.

use super::Matter;
use crate::domain::filing::Pursuit::{Enquiry, Opened, Possible, Proposed};
use crate::domain::regulation::Circumstance::{
    HardTask, NoPrecedent, Other, PilotTask, PolicyChange, PrudentSupervision, UnclearPolicy,
};

/// 综合保税区
pub const BONDED: Matter = Matter {
    title: "综合保税区“一线径予放行”改革",
    story: "9月起在综合保税区试行“一线径予放行”。10月8日卡口系统故障，23辆集装箱车滞留。值班负责人当晚决定凭舱单先行放行，次日向管委会书面报告。复核时发现其中2票货物的舱单与实货数量不一致。",
    loss: "2票货物短少数量折合税款1.6万元，10月15日前已经全部补征，没有税款流失，没有企业投诉。",
    pursuer: "区监察办公室",
    accusation: "未经系统放行手续先行放行2票货物",
    pursuit: Enquiry,
    rule: "试点方案和海关总署关于综合保税区改革的通知",
    aim: "缩短货物入区时间，避免冷链货物变质",
    decision: "10月8日属于紧急情况临机处置，10月9日向管委会书面报告，10月10日主任办公会补议并记入纪要",
    remedy: "10月15日前补征全部税款，同时制定了系统故障应急放行规程",
    circumstance: PilotTask,
    fits: "“一线径予放行”是自由贸易试验区改革试点任务清单中的任务，方案允许自主探索放行方式。",
    demand: "修订卡口系统故障应急放行规程，明确先行放行的权限、清单和复核时限，报管委会备案",
};

/// 跨境支付
pub const PAYMENT: Matter = Matter {
    title: "跨境支付便利化试点超限额办理",
    story: "7月起开展小微企业跨境支付便利化试点，单户月累计限额50万元。7月14日至8月20日为3户企业超限额办理业务5笔，合计超出112万元。8月21日例行对账时发现，当日暂停办理。",
    loss: "5笔业务贸易背景真实，资金没有损失；合作银行被要求书面说明情况。",
    pursuer: "区监察办公室",
    accusation: "超过试点限额办理跨境支付业务",
    pursuit: Opened,
    rule: "试点实施方案和银行展业三原则",
    aim: "降低小微外贸企业收付汇成本",
    decision: "试点方案经7月2日管委会主任办公会集体研究通过，5笔业务均按双人复核办理",
    remedy: "发现当日暂停业务，8月31日前完成全部补充审核，并向合作银行通报",
    circumstance: NoPrecedent,
    fits: "小微企业批量跨境支付没有先例，系统没有限额拦截功能，属于服务优化中因经验缺乏出现的失误。",
    demand: "修订试点业务限额管理细则，建立超限额预警，报管委会备案",
};

/// 一照多址
pub const ADDRESSES: Matter = Matter {
    title: "企业开办“一照多址”告知承诺偏差",
    story: "6月推行企业住所“一照多址”告知承诺制，登记窗口依据承诺为46户企业办理增加经营场所。8月抽查发现4户承诺的场所不具备经营条件，其中1户已经对外营业。",
    loss: "4户企业限期改正，1户停业整改两周，没有发生安全事故，没有群众损失。",
    pursuer: "区市场监管纪检监察组",
    accusation: "对经营场所承诺核查不到位",
    pursuit: Possible,
    rule: "市场主体登记管理条例和告知承诺制工作规则",
    aim: "压缩企业开办环节",
    decision: "改革方案经5月28日局党组会集体研究，并在网上公开征求意见15日",
    remedy: "8月20日起对46户全部核查，4户场所限期改正，9月起承诺后7日内实地核查",
    circumstance: UnclearPolicy,
    fits: "告知承诺后的核查时限在试行时没有规定，政策界限不清晰。",
    demand: "建立承诺事项7日内核查和信用惩戒衔接机制",
};

/// 产业基金
pub const FUND: Matter = Matter {
    title: "产业基金返投比例认定口径偏差",
    story: "2025年第四季度对3只子基金的返投比例进行年度认定。经办科室把设立在区内的项目公司一并计入返投，3只子基金均认定为达标。2026年审计提出应当穿透到实际经营地，其中1只返投比例由1.52倍降为1.18倍。",
    loss: "对1只子基金多支付的让利收益340万元已经在清算时抵扣，没有形成损失。",
    pursuer: "区审计局",
    accusation: "产业基金返投比例认定不准确",
    pursuit: Proposed,
    rule: "产业引导基金管理办法",
    aim: "吸引社会资本投向区内早期科技企业",
    decision: "认定口径经基金投资决策委员会集体表决通过，会议记录完整",
    remedy: "审计指出后15日内重新认定，抵扣多支付的让利收益，并修订认定指引",
    circumstance: UnclearPolicy,
    fits: "管理办法没有规定返投是否穿透到实际经营地，属于探索中政策界限不清晰。",
    demand: "修订返投认定指引，写明穿透核查的标准和程序",
};

/// 数据跨境
pub const DATA: Matter = Matter {
    title: "数据跨境流动负面清单试点备案疏漏",
    story: "3月开展数据出境负面清单试点，为12家企业办理清单外数据出境备案。7月自查发现1家汽车企业备案的测试数据中含有未脱敏的车辆位置信息，属于清单内数据。",
    loss: "涉及车辆位置信息1.3万条，数据接收方为企业境外研发中心，7月9日前已经全部删除并出具证明。",
    pursuer: "区网信办",
    accusation: "对数据出境备案审核不严",
    pursuit: Enquiry,
    rule: "促进和规范数据跨境流动规定",
    aim: "方便企业研发数据依法有序流动",
    decision: "备案流程经试点工作专班会议研究，备案由两名专家审核",
    remedy: "发现当日通知企业停止传输，取得境外删除证明，并对其余11家企业逐一复核",
    circumstance: PilotTask,
    fits: "数据出境负面清单是落实国家赋予自由贸易试验区的试点任务，备案审核没有现成标准。",
    demand: "建立备案数据抽样检测制度，引入第三方检测",
};

/// 生物医药
pub const BIO: Matter = Matter {
    title: "生物医药研发用物品“白名单”误放",
    story: "4月实行生物医药研发用物品进口“白名单”，由部门联合认定。9月发现名单内1家企业进口的一批培养基中混有3类未列入名单的试剂，认定时专家组把名称相近的物品误认为同一物品。",
    loss: "3类试剂共14瓶，已经封存退运，没有使用，没有造成生物安全风险。",
    pursuer: "省药监局",
    accusation: "白名单认定审核不准确",
    pursuit: Opened,
    rule: "研发用物品进口白名单管理试行办法",
    aim: "缩短创新药研发物料通关时间",
    decision: "认定经联合专家组集体评审，评审意见由全体专家签名",
    remedy: "发现当日封存，9月底前完成退运，同步对名单内全部物品编码复核",
    circumstance: PrudentSupervision,
    fits: "对研发用物品实行名单管理是对新业态的包容审慎监管，物品编码标准尚未统一。",
    demand: "统一白名单物品编码，认定时增加海关归类意见",
};

/// 知识产权证券化
pub const PATENTS: Matter = Matter {
    title: "知识产权证券化专利评估偏高",
    story: "2025年12月发行知识产权证券化产品，入池专利38件。2026年8月跟踪评估发现2家企业的6件专利因技术替代贬值超过四成，底层现金流覆盖倍数降到1.1倍。",
    loss: "产品按期兑付，增信资金没有动用；承销机构要求补充质押。",
    pursuer: "区国资局",
    accusation: "对入池专利价值把关不严",
    pursuit: Possible,
    rule: "知识产权证券化工作指引",
    aim: "拓宽轻资产科技企业融资渠道",
    decision: "发行方案经管委会常务会议审议，评估机构通过公开比选确定",
    remedy: "8月底前由2家企业补充质押专利9件，覆盖倍数恢复到1.35倍",
    circumstance: NoPrecedent,
    fits: "区内首单以专利许可收益入池，没有先例可循，评估参数缺乏经验。",
    demand: "建立入池专利动态评估和替换机制",
};

/// 无人机
pub const DRONES: Matter = Matter {
    title: "低空物流试点航线临时变更",
    story: "5月开通医疗样本无人机配送试点。6月17日暴雨期间为送达急救血样，现场指挥临时变更航线，经过未报备的小学上空。次日补报了空域使用情况。",
    loss: "血样及时送达，没有人员和财产损失；有家长来电咨询3次。",
    pursuer: "区应急管理局",
    accusation: "未经批准变更无人机航线",
    pursuit: Enquiry,
    rule: "无人驾驶航空器飞行管理暂行条例和试点运行方案",
    aim: "保障急救样本及时送达",
    decision: "6月17日属于紧急情况临机处置，6月18日上午向试点专班书面报告",
    remedy: "6月20日划定备用航线并完成报备，向学校和家长说明情况",
    circumstance: HardTask,
    fits: "暴雨导致道路中断，变更航线是在急难险重任务中主动担当。",
    demand: "编制恶劣天气备用航线和应急审批流程",
};

/// 人才
pub const TALENT: Matter = Matter {
    title: "外籍人才工作许可“一窗办理”误发",
    story: "2月起外籍人才工作许可和居留许可“一窗办理”。5月核查发现2名申请人按照旧目录评定为A类，而新目录自4月1日起已经调整，应当为B类。",
    loss: "2人的许可已经更正为B类，没有影响其在华工作，没有第三方损失。",
    pursuer: "区人社局机关纪委",
    accusation: "错误核发外国人工作许可",
    pursuit: Possible,
    rule: "外国人来华工作分类标准",
    aim: "让企业引进人才少跑路",
    decision: "窗口受理、后台复核，两级审核均有记录",
    remedy: "5月底前对4月1日后办理的67件全部复核并更正2件",
    circumstance: PolicyChange,
    fits: "分类标准在试点期间调整，属于国家政策调整引起的偏差。",
    demand: "建立政策目录变更当日更新和全员告知机制",
};

/// 政府采购
pub const SANDBOX: Matter = Matter {
    title: "人工智能应用场景“揭榜挂帅”验收争议",
    story: "2025年10月以“揭榜挂帅”方式发布城市治理人工智能场景，奖补600万元。2026年6月验收时识别准确率为91%，低于榜单的93%，专家组认为达到实用水平，建议通过并拨付首期。",
    loss: "首期奖补300万元已经拨付，8月补测达到93.4%，没有损失。",
    pursuer: "区财政局",
    accusation: "验收标准把握不严",
    pursuit: Proposed,
    rule: "揭榜挂帅项目管理办法",
    aim: "加快新技术在城市治理中的应用",
    decision: "验收由7名专家表决，5人同意，专班会议据此确认",
    remedy: "暂停二期拨付，要求揭榜企业限期优化并补测",
    circumstance: Other,
    fits: "揭榜挂帅属于探索试验，（一）至（六）项没有对应的情形；验收坚持了容错与纠错并重、宽容不纵容的原则。",
    demand: "榜单指标设定置信区间，明确低于指标时的处理规则",
};

/// 招商
pub const INCUBATOR: Matter = Matter {
    title: "离岸创新中心租金补贴先行拨付",
    story: "2025年11月为吸引海外团队入驻离岸创新中心，对5个团队先行拨付首年租金补贴。2026年5月1个团队未按约定落地，28万元补贴逾期未退回。",
    loss: "28万元中已经追回20万元，其余8万元由担保方承担，年底前付清。",
    pursuer: "区纪工委",
    accusation: "违反先落地后补贴的约定拨付资金",
    pursuit: Opened,
    rule: "离岸创新中心扶持政策",
    aim: "抢抓海外团队落地时机",
    decision: "由分管负责人个人决定，没有提交专班会议研究",
    remedy: "5月起发函催收并启动担保追偿",
    circumstance: NoPrecedent,
    fits: "离岸创新中心的补贴拨付没有先例，缺乏经验。",
    demand: "修订补贴拨付流程，补贴与落地节点挂钩，重大拨付须集体研究",
};

/// 不动产
pub const LAND: Matter = Matter {
    title: "新型产业用地混合供应容积率核算",
    story: "对1宗新型产业用地实行混合供应，规划条件核算时把连廊面积计入公共空间，少计容积率0.08。土地出让后邻近企业提出异议。",
    loss: "受让人补缴价款46万元，规划条件已经更正。",
    pursuer: "市自然资源纪检监察组",
    accusation: "规划条件核算错误",
    pursuit: Enquiry,
    rule: "新型产业用地管理暂行办法",
    aim: "提高产业用地效率",
    decision: "规划条件经规委会专题会议审议",
    remedy: "更正规划条件并补签出让补充合同",
    circumstance: UnclearPolicy,
    fits: "连廊面积是否计容在暂行办法中没有规定。",
    demand: "发布混合供应用地计容规则",
};

/// All of this body.
pub const ALL: [&Matter; 12] = [
    &BONDED, &PAYMENT, &ADDRESSES, &FUND, &DATA, &BIO, &PATENTS, &DRONES, &TALENT, &SANDBOX, &INCUBATOR,
    &LAND,
];
