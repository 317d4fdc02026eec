//! What the foot of each page must say (《政府网站发展指引》, 国办发〔2017〕47号), and `site.toml` does not.

use super::{At, Remark};
use crate::diagnostic::{Code, Text};
use crate::model::Config;

/// The settings that are missing, in one remark. A value that holds 示例 is there.
pub(super) fn remarks(config: &Config) -> Vec<Remark> {
    let facts = &config.facts;
    let duties = [
        ("site_id", "网站标识码", &facts.site_id),
        ("host_org", "主办单位", &facts.host_org),
        ("contact", "联系方式", &facts.contact),
        ("icp", "ICP备案号", &facts.icp),
        ("police", "公安机关备案号", &facts.police),
    ];
    let missing: Vec<(&str, &str)> = duties.into_iter().filter(|(_, _, value)| value.is_empty()).map(|(key, label, _)| (key, label)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let keys: Vec<&str> = missing.iter().map(|(key, _)| *key).collect();
    let labels: Vec<&str> = missing.iter().map(|(_, label)| *label).collect();
    let message = Text::new(format!("页脚缺少：{}", labels.join("、")), format!("the foot of each page lacks {}", labels.join(", ")));
    let help = Text::new(
        format!("请在 site.toml 的 [site] 中写 {}；上级门户的页脚已经载明的，在 [check] 中写 duty-missing = \"off\"", keys.join("、")),
        format!("write {} under [site] in site.toml; if the parent portal's foot says it, write duty-missing = \"off\" under [check]", keys.join(", ")),
    );
    vec![Remark::new(Code::DutyMissing, "site.toml", message, help).at(At::key("site", String::new()))]
}
