//! What this example needs of despin/despin.h, and safe types around it. A crate would have
//! bindgen read the header; by hand it takes no crate at all.

use std::ffi::{c_char, c_void, CStr, CString};
use std::marker::PhantomData;
use std::slice;

#[repr(C)]
pub struct Error {
    code: i32,
    message_size: u32,
    byte: u64,
    line: u64,
    message: [c_char; 1000],
}

#[repr(C)]
struct Text {
    data: *const c_char,
    size: usize,
}

#[repr(C)]
struct RawFinding {
    begin_byte: u32,
    end_byte: u32,
    evidence_nats: f32,
    probability: f32,
    likely_originals: *const Text,
    likely_original_count: usize,
}

// The first members: results are read by pointers, and only grow at their end.
#[repr(C)]
struct ReportData {
    struct_size: usize,
    verdict: i32,
    abstain_reason: i32,
    score: f64,
    evidence_nats: f64,
    swap_rate: f64,
    false_positive_rate_upper: f64,
    words: u32,
    invisible: u32,
    lookalike: u32,
    findings_total: u32,
    language: Text,
    language_probability: f64,
    findings: *const RawFinding,
    finding_count: usize,
}

#[repr(C)]
struct RawDetector {
    _opaque: [u8; 0],
}
#[repr(C)]
struct RawReport {
    _opaque: [u8; 0],
}

extern "C" {
    fn despin_detector_open(
        path: *const c_char,
        options: *const c_void,
        out: *mut *mut RawDetector,
        error: *mut Error,
    ) -> i32;
    fn despin_detector_free(detector: *mut RawDetector);
    fn despin_check(
        detector: *const RawDetector,
        workspace: *mut c_void,
        text: *const c_char,
        text_size: usize,
        options: *const c_void,
        out: *mut *mut RawReport,
        error: *mut Error,
    ) -> i32;
    fn despin_report_get(report: *const RawReport) -> *const ReportData;
    fn despin_report_free(report: *mut RawReport);
    fn despin_verdict_name(verdict: i32) -> *const c_char;
}

impl Error {
    fn new() -> Self {
        Error { code: 0, message_size: 0, byte: 0, line: 0, message: [0; 1000] }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        // SAFETY: the library ends every message with a NUL.
        f.write_str(&unsafe { CStr::from_ptr(self.message.as_ptr()) }.to_string_lossy())
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} (code {})", self, self.code)
    }
}

impl std::error::Error for Error {}

/// A model, shared by any number of threads.
pub struct Detector(*mut RawDetector);

// SAFETY: a detector is immutable (convention 8 of the header).
unsafe impl Send for Detector {}
unsafe impl Sync for Detector {}

impl Detector {
    pub fn open(path: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let path = CString::new(path)?;
        let mut error = Error::new();
        let mut handle = std::ptr::null_mut();
        // SAFETY: all pointers are of this frame; NULL options are defaults.
        let code = unsafe {
            despin_detector_open(path.as_ptr(), std::ptr::null(), &mut handle, &mut error)
        };
        if code == 0 { Ok(Detector(handle)) } else { Err(Box::new(error)) }
    }

    pub fn check(&self, text: &str) -> Result<Report<'_>, Error> {
        let mut error = Error::new();
        let mut handle = std::ptr::null_mut();
        // SAFETY: as above; the text is read during the call alone.
        let code = unsafe {
            despin_check(
                self.0,
                std::ptr::null_mut(),
                text.as_ptr().cast(),
                text.len(),
                std::ptr::null(),
                &mut handle,
                &mut error,
            )
        };
        if code == 0 { Ok(Report(handle, PhantomData)) } else { Err(error) }
    }
}

impl Drop for Detector {
    fn drop(&mut self) {
        // SAFETY: made by despin_detector_open, freed once.
        unsafe { despin_detector_free(self.0) }
    }
}

pub struct Finding {
    pub begin: usize,
    pub end: usize,
    pub originals: Vec<String>,
}

pub struct Report<'a>(*mut RawReport, PhantomData<&'a Detector>);

impl Report<'_> {
    fn data(&self) -> &ReportData {
        // SAFETY: lives as long as the report.
        unsafe { &*despin_report_get(self.0) }
    }

    pub fn verdict(&self) -> &'static str {
        // SAFETY: names are static.
        unsafe { CStr::from_ptr(despin_verdict_name(self.data().verdict)) }.to_str().unwrap_or("")
    }

    pub fn score(&self) -> f64 {
        self.data().score
    }

    pub fn findings(&self) -> Vec<Finding> {
        // SAFETY: pointers and counts belong together; see slice_of.
        let findings = unsafe { slice_of(self.data().findings, self.data().finding_count) };
        let originals = |f: &RawFinding| {
            unsafe { slice_of(f.likely_originals, f.likely_original_count) }
                .iter()
                .map(|o| {
                    let bytes = unsafe { slice_of(o.data.cast::<u8>(), o.size) };
                    String::from_utf8_lossy(bytes).into_owned()
                })
                .collect()
        };
        findings
            .iter()
            .map(|f| Finding {
                begin: f.begin_byte as usize,
                end: f.end_byte as usize,
                originals: originals(f),
            })
            .collect()
    }
}

impl Drop for Report<'_> {
    fn drop(&mut self) {
        // SAFETY: made by despin_check, freed once.
        unsafe { despin_report_free(self.0) }
    }
}

/// An array of C, whose pointer may be NULL if there is nothing in it.
unsafe fn slice_of<'a, T>(data: *const T, size: usize) -> &'a [T] {
    if size == 0 { &[] } else { slice::from_raw_parts(data, size) }
}
