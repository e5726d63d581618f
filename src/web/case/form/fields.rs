//! A flat form is a list of fields: how it is read, how it is written back and what an approver reads of it follow from the list.

/// Declares the fields of a form's step: `name: kind("label for the approver", "what to do where it is missing", …);`. What the
/// step is about stands in front. It gives the form `read_fields`, `write_fields` and `rows`.
macro_rules! fields {
    ($form:ident |$open:pat_param| $step:ident { $($about:ident: $value:expr),* $(,)? }
     $($name:ident: $kind:ident($label:literal $(, $arg:expr)*);)+) => {
        impl $form {
            fn read_fields(
                $open: &$crate::web::case::open::OpenCase,
                typed: &$crate::web::form::Typed,
            ) -> Result<$step, $crate::web::form::Wrong> {
                let mut form = $crate::web::form::Reading::new(typed);
                $(let $name = $crate::web::case::form::field!(read $kind, form, stringify!($name) $(, $arg)*);)+
                form.made(|| Some($step { $($name: $name?,)+ $($about: $value,)* }))
            }

            fn write_fields(it: &$step) -> $crate::web::form::Typed {
                let typed = $crate::web::form::Typed::default();
                $(let typed = typed.with(stringify!($name), $crate::web::case::form::field!(write $kind, it.$name));)+
                typed
            }

            fn rows(it: &$step) -> Vec<(&'static str, String)> {
                vec![$(($label, $crate::web::case::form::field!(say $kind, it.$name $(, $arg)*))),+]
            }
        }
    };
}

/// One field, by its kind.
macro_rules! field {
    // A text of several lines, which must be there.
    (read text, $form:ident, $name:expr, $missing:expr) => {
        Some($form.required($name, $missing))
    };
    (write text, $value:expr) => {
        $value.clone()
    };
    (say text, $value:expr, $missing:expr) => {
        $value.clone()
    };
    // One that may be missing.
    (read remark, $form:ident, $name:expr) => {
        Some($form.optional($name))
    };
    (write remark, $value:expr) => {
        $value.clone()
    };
    (say remark, $value:expr) => {
        $value.clone()
    };
    // One line.
    (read line, $form:ident, $name:expr, $missing:expr) => {
        Some($form.line($name, $missing))
    };
    (write line, $value:expr) => {
        $value.clone()
    };
    (say line, $value:expr, $missing:expr) => {
        $value.clone()
    };
    // One of a list that has codes and names.
    (read coded, $form:ident, $name:expr, $missing:expr) => {
        $form.choice($name, $missing, |code| code.parse().ok())
    };
    (write coded, $value:expr) => {
        $value.code()
    };
    (say coded, $value:expr, $missing:expr) => {
        $value.short().to_owned()
    };
    // Yes or no, each with its own word.
    (read yes_no, $form:ident, $name:expr, $missing:expr, $yes:expr, $no:expr) => {
        $form.choice($name, $missing, $crate::web::form::yes_or_no_of)
    };
    (write yes_no, $value:expr) => {
        $crate::web::form::yes_or_no($value)
    };
    (say yes_no, $value:expr, $missing:expr, $yes:expr, $no:expr) => {
        $crate::web::case::content::yes($value, $yes, $no)
    };
    // A number within a range, with its unit.
    (read number, $form:ident, $name:expr, $missing:expr, $range:expr, $unit:expr) => {
        $form.choice($name, $missing, |text| {
            text.parse().ok().filter(|it| $range.contains(it))
        })
    };
    (write number, $value:expr) => {
        $value.to_string()
    };
    (say number, $value:expr, $missing:expr, $range:expr, $unit:expr) => {
        format!("{} {}", $value, $unit)
    };
    // A day on which it can have been.
    (read day, $form:ident, $name:expr, $missing:expr, $impossible:expr, $possible:expr) => {{
        let on = $form.date($name, $missing);
        if on.is_some_and(|on| !$possible(on)) {
            $form.wrong($name, $impossible);
        }
        on
    }};
    (write day, $value:expr) => {
        $value.to_string()
    };
    (say day, $value:expr, $missing:expr, $impossible:expr, $possible:expr) => {
        $crate::domain::dates::day($value)
    };
}

pub(crate) use {field, fields};
