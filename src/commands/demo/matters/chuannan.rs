//! Matters of the body by the river.

use super::Matter;
use crate::domain::filing::Pursuit::{Enquiry, Opened, Possible, Proposed};
use crate::domain::regulation::Circumstance::{
    NoPrecedent, PilotTask, PolicyChange, PrudentSupervision, UnclearPolicy,
};

/// 启运港退税
pub const DEPARTURE_PORT: Matter = Matter {
    title: "启运港退税试点单证流转差错",
    story: "4月起参加启运港退税试点。6月3日因船舶中途换装，2票货物离境信息没有回传，企业已经取得退税，后发现1票货物实际退回国内。",
    loss: "已退税款8.9万元于7月2日追回，没有造成税收流失。",
    pursuer: "川南临港片区管委会督查室",
    accusation: "对启运港退税单证审核不严",
    pursuit: Enquiry,
    rule: "启运港退税管理办法",
    aim: "加快出口企业资金周转",
    decision: "单证流转规程经口岸联席会议研究通过",
    remedy: "发现次日通知企业并追回税款，建立船舶换装预警",
    circumstance: PilotTask,
    fits: "启运港退税是国家赋予的试点任务，换装情形没有操作指引。",
    demand: "与海关、税务建立离境信息日核对机制",
};

/// 港口查验
pub const INSPECTION: Matter = Matter {
    title: "口岸查验流程再造导致货物滞留",
    story: "5月实行“船边直提、抵港直装”，取消集中查验场地排队。5月20日至23日到港量突增，直提预约系统饱和，71个集装箱滞留，产生滞箱费。",
    loss: "滞箱费12.6万元，船公司减免9万元，其余由服务中心与企业协商分担。",
    pursuer: "川南临港片区管委会督查室",
    accusation: "流程调整未充分评估造成货物滞留",
    pursuit: Opened,
    rule: "优化口岸营商环境工作方案",
    aim: "压缩整体通关时间",
    decision: "流程方案经管委会主任办公会研究，并组织了两轮测试",
    remedy: "5月23日恢复部分集中查验作为备用，6月扩容预约系统",
    circumstance: NoPrecedent,
    fits: "内河港口实行船边直提没有先例，到港波动缺乏数据。",
    demand: "制定到港高峰应急预案，预约系统按峰值扩容",
};

/// 白酒出口
pub const LIQUOR: Matter = Matter {
    title: "白酒出口检验监管“云检验”误判",
    story: "7月对出口白酒试行远程视频“云检验”。8月1批货物外包装标签与报检内容不一致，云检验时因画面角度未发现，被进口国退运。",
    loss: "退运费用6.8万元，企业经保险获赔5万元。",
    pursuer: "市商务局机关纪委",
    accusation: "检验监管不到位",
    pursuit: Possible,
    rule: "出口食品远程检验工作规范（试行）",
    aim: "让企业少等待、少开箱",
    decision: "试行方案由联合工作组会议确定",
    remedy: "8月底增加标签拍照比对环节，重新办理出口",
    circumstance: PrudentSupervision,
    fits: "云检验属于监管方式创新，对新模式包容审慎。",
    demand: "云检验操作规范增加标签、封识两项必拍内容",
};

/// 内外贸一体化
pub const BARGE: Matter = Matter {
    title: "内外贸同船运输箱位误配",
    story: "3月开通内外贸同船运输航线，4月12日配载时2个外贸箱误装入内贸舱位，到港后才发现，申报延误3天。",
    loss: "申报延误产生费用1.1万元，由承运人承担。",
    pursuer: "片区纪工委",
    accusation: "同船运输监管不力",
    pursuit: Possible,
    rule: "内外贸同船运输监管方案",
    aim: "降低内河航线空箱率",
    decision: "航线监管方案经联席会议通过",
    remedy: "到港当日隔离并补办手续，5月启用电子箱封",
    circumstance: NoPrecedent,
    fits: "内外贸同船运输在本港没有先例。",
    demand: "配载系统增加内外贸舱位硬隔离校验",
};

/// 多证合一
pub const LICENCES: Matter = Matter {
    title: "涉企经营许可“证照联办”漏审",
    story: "实行“证照联办”后，6月为1家食品企业核发许可时漏审1份场所平面图，企业投产前补正。",
    loss: "没有造成损失，企业投产推迟2天。",
    pursuer: "片区纪工委",
    accusation: "许可审查漏项",
    pursuit: Possible,
    rule: "证照分离改革全覆盖工作方案",
    aim: "让企业一次办成",
    decision: "联办清单经审改联席会议审定",
    remedy: "发现后当日通知企业补正，系统增加必传校验",
    circumstance: UnclearPolicy,
    fits: "联办事项的审查分工没有明确规定。",
    demand: "公布联办事项审查要点清单",
};

/// 绿色航运
pub const GREEN: Matter = Matter {
    title: "新能源货船岸电补贴标准调整",
    story: "2025年按照省级标准对9艘新能源货船先行兑付岸电补贴。2026年2月国家标准调低，3艘船舶多兑付补贴。",
    loss: "多兑付15.3万元，已经在后续补贴中抵扣12万元。",
    pursuer: "川南临港片区管委会财政局",
    accusation: "多付财政补贴",
    pursuit: Proposed,
    rule: "岸电补贴管理办法",
    aim: "推动内河绿色航运",
    decision: "兑付方案经党工委会议研究",
    remedy: "标准调整后30日内完成清算并抵扣",
    circumstance: PolicyChange,
    fits: "补贴标准因国家政策调整而变化。",
    demand: "补贴协议增加标准变动清算条款",
};

/// 边检
pub const CREW: Matter = Matter {
    title: "国际航行船舶船员换班绿色通道",
    story: "为保障外贸班轮，6月开设船员换班绿色通道，1名船员健康申明卡未在系统留存，事后补录。",
    loss: "没有造成公共卫生风险。",
    pursuer: "市卫生健康委机关纪委",
    accusation: "船员换班手续不完备",
    pursuit: Enquiry,
    rule: "船员换班工作指引",
    aim: "保障国际物流供应链畅通",
    decision: "绿色通道方案由口岸专班研究",
    remedy: "24小时内补录并对同期28人全部复核",
    circumstance: PolicyChange,
    fits: "换班要求在试行期间两次调整。",
    demand: "换班材料实行电子化清单管理",
};
