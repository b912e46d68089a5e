//! TLS is not served yet: who asks for it is refused rather than served without.

use crate::options;
use crate::options::ConfigError;

options! {
    /// Whether a port wants TLS.
    pub struct TlsConfig {
        /// Whether the port wants TLS, which is not served yet: only false starts.
        "tls.enabled" enabled: bool = false,
    }
    validate Self::is_off
}

impl TlsConfig {
    fn is_off(&self) -> Result<(), ConfigError> {
        match self.enabled {
            false => Ok(()),
            true => Err(ConfigError::contradiction(
                "TLS is not served yet: put a proxy in front, and leave tls.enabled at false",
            )),
        }
    }
}
