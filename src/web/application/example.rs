//! How others have argued a condition: anonymised, shortened, shown in a fold beside the field. Examples, no templates.

use crate::domain::regulation::Condition;

/// An argument for this condition as it might be written.
pub fn of(condition: Condition) -> &'static str {
    match condition {
        Condition::LawAbiding => {
            "某片区试行企业登记“告知承诺”时，依据省里印发的改革试点方案（写明文号）开展，事前请法制机构出具书面审查意见，\
             对照负面清单逐条核对，没有法律法规明令禁止的情形。"
        }
        Condition::Reforming => {
            "某单位把原来串联的五个审批环节改为并联，形成了流程图、清单和办事指南，另外两个片区已经照此试行，属于可以\
             复制推广的制度创新。"
        }
        Condition::Diligent => {
            "某科室上线新系统前组织了三轮测试，制定了应急预案，安排专人值守。故障出在第三方接口升级，事前没有收到通知，\
             不是有意为之，也没有放任不管。"
        }
        Condition::PublicSpirit => {
            "某中心先行拨付补贴是为了让企业按期复工。对象由系统按公开的条件筛选，名单公示七日，经办人员及其亲属与企业\
             没有利益往来，可以向审计部门核实。"
        }
        Condition::DueProcess => {
            "某片区在口岸系统故障时先行放行，次日向管委会书面报告并补开主任办公会，会议纪要载明依据和责任分工。"
        }
        Condition::SelfCorrecting => {
            "某局发现多付三笔补贴后，当日停止拨付，七日内追回两笔，第三笔签订了还款协议，并修改了复核规则，没有造成重大\
             损失和严重不良影响。"
        }
    }
}
