//! Random numbers → Chinese sentences such as a report or a notice is made of. They mean nothing and name nobody.

use super::random::Random;

const OPENINGS: [&str; 14] = [
    "年初以来，",
    "按照统一部署，",
    "结合部门职责，",
    "对照目录要求，",
    "围绕重点任务，",
    "在日常工作中，",
    "会同有关科室，",
    "面向服务对象，",
    "根据反馈意见，",
    "以规范为先，",
    "从细节入手，",
    "坚持问题导向，",
    "本着便民原则，",
    "进入下半年，",
];

const ACTIONS: [&str; 14] = [
    "逐项梳理",
    "持续完善",
    "重新核对",
    "及时发布",
    "分类整理",
    "定期检查",
    "集中更新",
    "统筹安排",
    "广泛听取意见、修改",
    "细化落实",
    "认真审定",
    "稳步推进",
    "主动说明",
    "妥善保管",
];

const OBJECTS: [&str; 18] = [
    "公开事项的目录和标准",
    "窗口和网上的办事指南",
    "专栏的设置与检索方式",
    "政策文件的解读材料",
    "项目申报的条件和流程",
    "预算执行的说明和图表",
    "群众来信的答复口径",
    "会议议定事项的进展",
    "历年文件的清理结果",
    "信息发布的审核记录",
    "数据表格的下载格式",
    "基层单位的示范经验",
    "业务培训的课程讲义",
    "公共服务的收费依据",
    "安全巡查的整改清单",
    "建议提案的办理意见",
    "重点领域的公开样本",
    "栏目维护的值班安排",
];

const RESULTS: [&str; 14] = [
    "做到口径一致、更新及时",
    "方便群众查找和使用",
    "责任落到具体岗位",
    "减少重复填报和多头发布",
    "让每一项内容都有出处",
    "形成可以检查的台账",
    "使办理过程公开透明",
    "为下一步工作打下基础",
    "保证页面准确、链接有效",
    "取得了较好的社会反响",
    "进一步缩短办理时间",
    "确保审核环节不留空白",
    "推动服务水平稳步提高",
    "回应了社会各界的关切",
];

const TOPICS: [&str; 18] = [
    "政务服务",
    "项目申报",
    "资金使用",
    "安全生产",
    "集中采购",
    "部门预算",
    "建议办理",
    "人才引进",
    "行政执法",
    "绩效评价",
    "文件清理",
    "网站巡查",
    "政策解读",
    "惠民补贴",
    "档案管理",
    "业务培训",
    "信息安全",
    "便民设施",
];

/// What something is about.
pub(crate) fn topic(random: &mut Random) -> &'static str {
    random.pick(&TOPICS)
}

/// A clause without its full stop.
pub(crate) fn clause(random: &mut Random) -> String {
    [ACTIONS.as_slice(), &OBJECTS].map(|part| random.pick(part)).concat()
}

/// Whole sentences of about so many bytes, at least one.
pub(crate) fn paragraph(random: &mut Random, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 160);
    while text.len() < bytes {
        text.push_str(random.pick(&OPENINGS));
        text.push_str(&clause(random));
        text.push('，');
        text.push_str(random.pick(&RESULTS));
        text.push('。');
    }
    text
}
