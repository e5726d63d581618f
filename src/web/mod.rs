//! HTTP: routes, sessions, forms and pages. Uses every floor below; nothing uses it.
