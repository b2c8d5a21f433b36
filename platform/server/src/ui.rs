//! The browser application, embedded precompressed.

use rust_embed::RustEmbed;

/// What `admin-ui` built; in a dev build it is read from the folder at each request.
#[derive(RustEmbed)]
#[folder = "../../admin-ui/dist"]
struct Dist;

/// One file as it goes over the wire.
pub struct Asset {
    /// The bytes, compressed as `encoding` says.
    pub bytes: std::borrow::Cow<'static, [u8]>,
    /// `br`, `gzip`, or none.
    pub encoding: Option<&'static str>,
    /// Media type.
    pub media_type: String,
    /// Whether the name holds a hash of the content, so that it never changes.
    pub immutable: bool,
}

/// The file at `path`, or the application's page for a path that belongs to its router. `None` when nothing
/// was embedded, or a file with an extension is missing.
pub fn asset(path: &str, accept_encoding: &str) -> Option<Asset> {
    let wanted = path.trim_start_matches('/');
    let is_file = wanted.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if is_file { wanted } else { "index.html" };
    if name.split('/').any(|part| part == "..") || name.starts_with('.') {
        return None;
    }
    let plain = Dist::get(name)?;
    let media_type = plain.metadata.mimetype().to_owned();
    let accepted =
        |coding: &str| accept_encoding.split(',').any(|c| c.trim().split(';').next() == Some(coding));
    let packed = [("br", ".br"), ("gzip", ".gz")].into_iter().filter(|(coding, _)| accepted(coding));
    let mut packed =
        packed.filter_map(|(coding, suffix)| Some((Some(coding), Dist::get(&format!("{name}{suffix}"))?)));
    let (encoding, file) = packed.next().unwrap_or((None, plain));
    Some(Asset { bytes: file.data, encoding, media_type, immutable: name.starts_with("assets/") })
}
