//! `rongcuo sample`: how the program is run as a service, and what stands before it. Printed by the program, so that the sample is of
//! the version that is installed.

use std::process::ExitCode;

/// What there is a sample of.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Sample {
    /// systemd 服务（/etc/systemd/system/rongcuo.service）
    Systemd,
    /// nginx 反向代理（/etc/nginx/conf.d/rongcuo.conf）
    Nginx,
}

impl Sample {
    pub fn print(self) -> ExitCode {
        print!("{}", self.text());
        ExitCode::SUCCESS
    }

    fn text(self) -> &'static str {
        match self {
            Self::Systemd => include_str!("sample/rongcuo.service"),
            Self::Nginx => include_str!("sample/rongcuo.conf"),
        }
    }
}
