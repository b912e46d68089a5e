//! Paths of requests as Go's routers want them.

/// Returns the path without empty, `.` and `..` parts; a slash at the end stays.
pub fn shortest(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let slash = if path.ends_with('/') && !parts.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_leads_nowhere() {
        let cases = [
            ("", "/"),
            ("/", "/"),
            ("//", "/"),
            ("a", "/a"),
            ("/a/b", "/a/b"),
            ("/a/b/", "/a/b/"),
            ("//a", "/a"),
            ("/a//", "/a/"),
            ("/a/./b", "/a/b"),
            ("/a/x/../b", "/a/b"),
            ("/a/..", "/"),
            ("/../../", "/"),
            ("/../../a", "/a"),
            ("/.a/b..", "/.a/b.."),
        ];
        for (path, expected) in cases {
            assert_eq!(shortest(path), expected, "{path}");
        }
    }
}
