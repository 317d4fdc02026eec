//! `content/_forms/*.toml` → the portal's own forms, beside those of the program. One that is broken does not take the
//! others with it.

use super::text::read_text;
use super::walk::{Found, Role};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::form::{Form, Forms, parse_form};

/// All forms that reports and tables may use; what is wrong with the portal's own is noted.
pub(crate) fn read_forms(built_in: &Forms, found: &[Found], diagnostics: &mut Vec<Diagnostic>) -> Forms {
    let mut own: Vec<Form> = Vec::new();
    for file in found.iter().filter(|file| file.role() == Role::Form) {
        let parsed = read_text(&file.file(), &file.path).map_err(|diagnostic| vec![diagnostic]).and_then(|(text, _)| parse_form(&file.path, &text));
        match parsed {
            Ok(form) if built_in.find(&form.key).is_some() || own.iter().any(|other| other.key == form.key) => {
                let message = Text::new(format!("已有名为“{}”的表式", form.key), format!("there is a form `{}` already", form.key));
                diagnostics.push(Diagnostic::new(Code::DuplicateKey, message).in_file(&*file.path).with_help("请换一个 key", "choose another `key`"));
            }
            Ok(form) => own.push(form),
            Err(found) => diagnostics.extend(found),
        }
    }
    built_in.clone().with(own)
}
