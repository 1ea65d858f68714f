// despin/despin.h - all of despin for C, and for any language that calls C.
//
//   despin_error error;
//   despin_detector* detector = NULL;
//   despin_report* report = NULL;
//   if (despin_detector_open("en.despin", NULL, &detector, &error) != DESPIN_OK ||
//       despin_check(detector, NULL, text, size, NULL, &report, &error) != DESPIN_OK)
//     fprintf(stderr, "%s\n", error.message);
//   else if (despin_report_get(report)->verdict == DESPIN_SPUN)
//     ...
//   despin_report_free(report);
//   despin_detector_free(detector);
//
// Conventions
//
//  1. Handles are opaque. What makes one puts it into `*out` and gives it to the caller, who frees
//     it by the despin_..._free() of its name; these take NULL. Handles may be freed in any order:
//     what uses a model or an index keeps it.
//  2. What can fail returns DESPIN_OK (0) or the code of an error, sets `*out` to NULL on an error,
//     and fills `*error`, which the caller provides; it may be NULL. No error allocates.
//  3. No exception and no abort crosses this interface, and nothing is printed. Memory that runs
//     out is DESPIN_OUT_OF_MEMORY; the handle can be used again. A wrong call is DESPIN_BAD_CALL:
//     NULL where a value is needed, a struct of unknown size, an enumerator that does not exist.
//     Undefined, and not detected: a handle that was freed, or that is of another type.
//  4. Text that goes in is UTF-8, a pointer and a number of bytes; it needs no NUL, may be NULL if
//     empty, and need only live for the call. Paths are NUL-terminated. Text that comes out is a
//     despin_string: a NUL follows its bytes (and may be among them); it lives as long as the
//     handle that it was asked of. A `char**` is filled with memory that is given to despin_free().
//  5. Options begin with the size of their struct. Fill them with their init function, passing
//     sizeof, then change what you want; NULL stands for defaults. A shorter struct, of an older
//     header, has defaults for the rest; a longer one than the library knows is DESPIN_BAD_CALL.
//  6. Results are read by a pointer to a struct whose first member says how many bytes of it the
//     library has filled: later versions append members, and change none. Structs that stand in
//     arrays (despin_finding, ...) never change: what is new of them comes in another array.
//  7. Flags are int32_t, 0 or 1. Enumerators are int32_t, never renumbered; later versions may add
//     some. Names are those of the C++ headers beside this one, where each is explained at length.
//  8. Detectors, indexes, aligners and results (reports, ...) are immutable: any number of threads
//     may use one. All others (workspace, reading, writer, reader, record, walk) serve one call at
//     a time, on any thread; two at once are a data race. Nothing depends on the thread, and no
//     thread outlives a call.
//  9. Calls that read text need a workspace, some ten bytes for each byte of text. Give one for
//     each thread, or NULL: then one is taken from the detector's own, of which there are as many
//     as calls ran at one time.
// 10. Callbacks are called on the thread of the call, with the `context` that came with them. They
//     must return: no longjmp, no exception.
// 11. Offsets are bytes of the caller's own text, half-open [begin, end); despin_map_offsets()
//     turns them into indices of code points or UTF-16. Evidence is in nats; above 0 says "spun".
// 12. Functions are added, never changed or taken away, while DESPIN_ABI_VERSION stays: symbols
//     carry the version DESPIN_1, and tests/conformance/abi_test.py compares them with a record.
#ifndef DESPIN_DESPIN_H_
#define DESPIN_DESPIN_H_

#include <stddef.h>
#include <stdint.h>

#define DESPIN_ABI_VERSION 1

#if defined(__GNUC__)
#define DESPIN_API __attribute__((visibility("default")))
#else
#define DESPIN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct despin_detector despin_detector;
typedef struct despin_workspace despin_workspace;
typedef struct despin_reading despin_reading;
typedef struct despin_report despin_report;
typedef struct despin_restorations despin_restorations;
typedef struct despin_model_info despin_model_info;
typedef struct despin_aligner despin_aligner;
typedef struct despin_comparison despin_comparison;
typedef struct despin_index despin_index;
typedef struct despin_matches despin_matches;
typedef struct despin_index_statistics despin_index_statistics;
typedef struct despin_held_document despin_held_document;
typedef struct despin_index_writer despin_index_writer;
typedef struct despin_document despin_document;
typedef struct despin_labeled_record despin_labeled_record;
typedef struct despin_reader despin_reader;
typedef struct despin_record despin_record;
typedef struct despin_walk despin_walk;

typedef struct despin_string {
  const char* data;  // never NULL in results
  size_t size;       // bytes, without the NUL
} despin_string;

typedef struct despin_span {
  uint32_t begin_byte;
  uint32_t end_byte;
} despin_span;

// ---- Errors ----

typedef int32_t despin_code;
enum {
  DESPIN_OK = 0,
  DESPIN_NOT_FOUND = 1,       // no such file or directory
  DESPIN_NOT_READABLE = 2,    // exists, but may not be read (permission, I/O)
  DESPIN_BAD_MODEL = 3,       // a corrupt model
  DESPIN_MODEL_TOO_NEW = 4,   // written by a later major version, or with unknown required parts
  DESPIN_BAD_UTF8 = 5,        // text is not UTF-8; error.byte is its first bad byte
  DESPIN_TOO_LARGE = 6,       // beyond a documented limit
  DESPIN_BAD_INPUT = 7,       // malformed document, record or option
  DESPIN_NOT_WRITTEN = 8,     // output could not be written; what was there before is intact
  DESPIN_TRUNCATED = 9,       // a file that ends before its header says
  DESPIN_NOT_A_MODEL = 10,    // magic bytes are not a model's
  DESPIN_BAD_INDEX = 11,      // not an index, or corrupt
  DESPIN_INDEX_TOO_NEW = 12,  // written by a later version of the library
  DESPIN_LOCKED = 13,         // another writer holds the index
  DESPIN_CANCELED = 14,       // a callback said so
  DESPIN_DEADLINE = 15,       // despin_limits.timeout_ns is over
  DESPIN_OUT_OF_MEMORY = 16,  // of this call; others go on
  DESPIN_UNSUPPORTED = 17,    // a kind of file that is not read; the message says what is
  DESPIN_BAD_CALL = 101,      // convention 3
  DESPIN_INTERNAL = 102       // a fault of the library; please report the message
};

#define DESPIN_NO_BYTE UINT64_MAX

// A plain value of fixed size, which never changes.
typedef struct despin_error {
  despin_code code;       // DESPIN_OK if there was none
  uint32_t message_size;  // bytes, without the NUL
  uint64_t byte;          // where the fault is in the input; DESPIN_NO_BYTE: not known
  uint64_t line;          // its line, from 1; 0: not known
  char message[1000];     // found, expected, remedy; UTF-8, never the user's text; cut if longer
} despin_error;

// "not_found"; "unknown" for a code that does not exist. Static storage, as all names here.
DESPIN_API const char* despin_error_code_name(despin_code code);

// ---- Library ----

// "0.1.0"; static storage.
DESPIN_API const char* despin_version(void);
// DESPIN_ABI_VERSION of the library that is linked.
DESPIN_API uint32_t despin_abi_version(void);
// Frees what a `char**` was filled with; takes NULL.
DESPIN_API void despin_free(void* memory);

enum { DESPIN_CODE_POINTS = 0, DESPIN_UTF16_UNITS = 1 };
// Turns byte offsets into text, ascending, into offsets in another unit, in place. One pass over
// the text up to the last offset, some GB/s. An offset inside a character counts as its beginning.
// The text need not be UTF-8: what continues a sequence is told by its two highest bits.
// Errors: DESPIN_BAD_INPUT (descending, or beyond the text; offsets before it are turned already).
DESPIN_API despin_code despin_map_offsets(const char* text, size_t text_size, int32_t unit,
                                          uint32_t* offsets, size_t count, despin_error* error);

// ---- Limits and callbacks ----

// Asked every millisecond of work or so: not 0 ends the call with DESPIN_CANCELED.
typedef int32_t (*despin_stop)(void* context);
// A despin_stop for languages in which a callback is costly: its context is an int32_t that any
// thread may set; not 0 stops.
DESPIN_API int32_t despin_stop_if_set(void* flag);
// So much is done, out of how much.
typedef void (*despin_progress)(void* context, uint64_t done, uint64_t total);
// Takes the next piece of a long text.
typedef void (*despin_sink)(void* context, const char* piece, size_t size);

// How much one call may take. Defaults suit untrusted input (despin/limits.h).
typedef struct despin_limits {
  size_t struct_size;
  uint64_t max_bytes;     // of a text; DESPIN_TOO_LARGE beyond. 64 MiB
  uint32_t max_words;     // that are read; the result says what was not. 200,000
  uint32_t max_findings;  // that a report keeps: the strongest. 1,000
  uint64_t max_memory;    // of one call, by estimate; DESPIN_TOO_LARGE beyond. 0: no bound
  uint64_t timeout_ns;    // from the begin of the call; DESPIN_DEADLINE beyond. UINT64_MAX: none
  despin_stop stop;       // NULL: none
  void* stop_context;
} despin_limits;
DESPIN_API void despin_limits_init(despin_limits* limits, size_t struct_size);

// ---- Model and detector ----

typedef struct despin_open_options {
  size_t struct_size;
  int32_t verify;  // read all bytes once and compare checksums: some 3 GB/s
  int32_t copy;    // into memory of this process, instead of mapping the files
} despin_open_options;
DESPIN_API void despin_open_options_init(despin_open_options* options, size_t struct_size);

// Maps a model file: O(1) in its size; a model that opens is safe to use whatever its bytes.
// Whoever truncates a mapped file in place ends the process by SIGBUS: replace models by rename, or
// ask for a copy.
// Errors: DESPIN_NOT_FOUND, DESPIN_NOT_READABLE, DESPIN_NOT_A_MODEL, DESPIN_TRUNCATED,
// DESPIN_BAD_MODEL, DESPIN_MODEL_TOO_NEW.
DESPIN_API despin_code despin_detector_open(const char* path, const despin_open_options* options,
                                            despin_detector** out, despin_error* error);
// A model in memory, at any alignment. Unless options->copy, the bytes must outlive the detector
// and all that was made of it (aligners, indexes, readings).
DESPIN_API despin_code despin_detector_open_memory(const void* bytes, size_t size,
                                                   const despin_open_options* options,
                                                   despin_detector** out, despin_error* error);
// Another owner of the same detector, for a service that replaces it while calls are under way:
// retain under the lock that guards the pointer, free when done. Returns its argument.
DESPIN_API despin_detector* despin_detector_retain(despin_detector* detector);
DESPIN_API void despin_detector_free(despin_detector* detector);

// A text is called spun by a rate if it scores at least the threshold of the band of its length.
typedef struct despin_length_band {
  uint32_t min_words;
  uint32_t texts;            // genuine texts measured
  const double* thresholds;  // one a rate; infinite where the data cannot say
} despin_length_band;

typedef struct despin_detector_info {
  size_t struct_size;
  despin_string path;         // empty: from memory
  despin_string fingerprint;  // of the model; sixteen hexadecimal digits, as in JSON
  uint64_t fingerprint_value;
  uint32_t major_version;  // of the model's format
  uint32_t minor_version;
  uint64_t bytes;                  // of the model
  const despin_string* languages;  // that are judged, as BCP 47 tags
  size_t language_count;
  double bias;          // the score is bias plus contributions
  const double* rates;  // of false positives that the model was calibrated for, falling
  size_t rate_count;
  const despin_length_band* bands;  // by min_words, rising; shorter texts are never called spun
  size_t band_count;
} despin_detector_info;
// Lives as long as the detector. NULL for NULL, as all getters.
DESPIN_API const despin_detector_info* despin_detector_get_info(const despin_detector* detector);

// Facts about a model file; reads its header alone.
typedef struct despin_model_section {
  despin_string tag;
  uint32_t version;
  int32_t required;
  uint64_t bytes;
} despin_model_section;
typedef struct despin_model_info_data {
  size_t struct_size;
  uint32_t major_version;
  uint32_t minor_version;
  uint64_t bytes;
  const despin_model_section* sections;
  size_t section_count;
  despin_string provenance_json;  // sources, licenses, hashes, seeds, figures
} despin_model_info_data;
DESPIN_API despin_code despin_model_info_read(const char* path, despin_model_info** out,
                                              despin_error* error);
DESPIN_API const despin_model_info_data* despin_model_info_get(const despin_model_info* info);
DESPIN_API void despin_model_info_free(despin_model_info* info);
// Reads every byte of a model and checks all checksums and inner structure.
// Errors: as despin_detector_open(), with the corrupt section named.
DESPIN_API despin_code despin_model_verify(const char* path, despin_error* error);

// Buffers, for one thread; no result depends on what they were used for before.
DESPIN_API despin_code despin_workspace_new(despin_workspace** out, despin_error* error);
// Gives the memory back; the next call takes what it needs.
DESPIN_API void despin_workspace_shrink(despin_workspace* workspace);
DESPIN_API void despin_workspace_free(despin_workspace* workspace);

// ---- Check: is a text spun, and where ----

enum { DESPIN_ABSTAIN = 0, DESPIN_NOT_SPUN = 1, DESPIN_SPUN = 2 };  // verdict
enum {                                                              // abstain_reason
  DESPIN_REASON_NONE = 0,
  DESPIN_REASON_TOO_SHORT = 1,
  DESPIN_REASON_NOT_ENGLISH = 2,
  DESPIN_REASON_UNFAMILIAR = 3
};
// As in JSON: "spun"; "too_short". "unknown" for a value that does not exist.
DESPIN_API const char* despin_verdict_name(int32_t verdict);
DESPIN_API const char* despin_abstain_reason_name(int32_t reason);

// One stretch of text that reads like a thesaurus entry put in a word's place.
typedef struct despin_finding {
  uint32_t begin_byte;
  uint32_t end_byte;
  float evidence_nats;                    // of the span alone; may be negative
  float probability;                      // that it was substituted, at least .5
  const despin_string* likely_originals;  // best first, lower case
  size_t likely_original_count;           // up to five
} despin_finding;

// One term of the score: nats = weight * (value - typical value).
typedef struct despin_contribution {
  despin_string name;
  double value;
  double nats;
} despin_contribution;

// How likely a spun text comes from one family of spinners.
typedef struct despin_family {
  despin_string name;              // "unknown": none that the model knows
  double posterior;                // all of a list sum to 1
  const despin_string* known_for;  // phrases that the family is known by
  size_t known_for_count;
  const despin_span* phrases;  // up to three of this text that speak most for it
  size_t phrase_count;
} despin_family;

// A stretch of the text that is judged by itself. This version judges one: the whole text.
typedef struct despin_judged_passage {
  uint32_t begin_byte;
  uint32_t end_byte;
  int32_t verdict;
  int32_t abstain_reason;
  double score;
  double false_positive_rate_upper;
  double swap_rate;
  uint32_t words;
  uint32_t reserved;  // 0
  const despin_family* families;
  size_t family_count;
} despin_judged_passage;

typedef struct despin_report_data {
  size_t struct_size;
  int32_t verdict;
  int32_t abstain_reason;
  double score;          // log-odds in nats
  double evidence_nats;  // log-likelihood ratio of "spun at swap_rate"
  double swap_rate;      // estimated share of swappable words that were swapped
  // 95 % upper bound on the share of genuine texts of this length that score at least this high.
  double false_positive_rate_upper;
  uint32_t words;
  uint32_t invisible;       // characters that hide words from a reader of bytes
  uint32_t lookalike;       // letters of another script in a Latin word
  uint32_t findings_total;  // before despin_limits.max_findings
  despin_string language;   // ISO 639, told from the words; empty: not told
  double language_probability;
  const despin_finding* findings;  // by begin_byte, disjoint
  size_t finding_count;
  const despin_contribution* contributions;  // in the model's order
  size_t contribution_count;
  const despin_family* families;  // best first; empty unless the verdict is DESPIN_SPUN
  size_t family_count;
  const despin_judged_passage* passages;  // by begin_byte, disjoint
  size_t passage_count;
  double bias;                     // the score is this plus the contributions' nats
  double max_false_positive_rate;  // as asked for
  double threshold;                // the least score that is called spun by it; may be infinite
  uint64_t model_fingerprint;      // despin_detector_info.fingerprint_value
  uint64_t read_bytes;             // up to the end of the last word read
  uint64_t unread_bytes;           // by max_words; 0: all was read
  // Of a long text that is called spun, the words whose findings are of a second, closer pass; 0:
  // of all words, or of none.
  uint32_t second_pass_words;
  uint32_t reserved;  // 0
  // Words marked as code, table or mention: not judged, and judged all the same.
  uint32_t exempt_left_out;
  uint32_t exempt_judged;
} despin_report_data;

typedef struct despin_check_options {
  size_t struct_size;
  double max_false_positive_rate;  // spun only if the bound is at most this; 0 to 1. 0.001
  const despin_limits* limits;     // NULL: defaults
} despin_check_options;
DESPIN_API void despin_check_options_init(despin_check_options* options, size_t struct_size);

// Same bytes, model and library version give the same report on every CPU and thread. A text may
// be empty (DESPIN_ABSTAIN). Cost: 2 to 3 MB/s on one core, some 50 KB/s of a spun text.
// Errors: DESPIN_BAD_UTF8 (with the byte), DESPIN_TOO_LARGE, DESPIN_DEADLINE, DESPIN_CANCELED,
// DESPIN_OUT_OF_MEMORY, DESPIN_BAD_INPUT (a rate outside 0 to 1).
DESPIN_API despin_code despin_check(const despin_detector* detector, despin_workspace* workspace,
                                    const char* text, size_t text_size,
                                    const despin_check_options* options, despin_report** out,
                                    despin_error* error);
DESPIN_API const despin_report_data* despin_report_get(const despin_report* report);
DESPIN_API void despin_report_free(despin_report* report);

// The one JSON spelling, as the command prints it: one line without a newline, schema
// "despin.report/1". `id` names the document (a path, a record's id); `text` must be what was
// checked. `*size` (may be NULL) is without the NUL.
DESPIN_API despin_code despin_report_json(const despin_report* report, const char* id,
                                          size_t id_size, const char* text, size_t text_size,
                                          char** json, size_t* size, despin_error* error);
// Of a report on the text of a document: findings also say where they stand in its input.
DESPIN_API despin_code despin_report_document_json(const despin_report* report, const char* id,
                                                   size_t id_size, const despin_document* document,
                                                   char** json, size_t* size, despin_error* error);
// The same JSON piece by piece; `document` may be NULL, else `text` is not read.
DESPIN_API despin_code despin_report_write_json(const despin_report* report, const char* id,
                                                size_t id_size, const char* text, size_t text_size,
                                                const despin_document* document, despin_sink sink,
                                                void* context, despin_error* error);

// A text that is read once, to be checked and searched. Owns a copy of the text, and the model.
DESPIN_API despin_code despin_reading_new(despin_reading** out, despin_error* error);
// Replaces what it held, on errors as well. Errors: as despin_check().
DESPIN_API despin_code despin_reading_read(despin_reading* reading, const despin_detector* detector,
                                           despin_workspace* workspace, const char* text,
                                           size_t text_size, const despin_limits* limits,
                                           despin_error* error);
DESPIN_API void despin_reading_free(despin_reading* reading);
// Errors: as despin_check(); DESPIN_BAD_INPUT unless this detector has read it.
DESPIN_API despin_code despin_check_reading(const despin_detector* detector,
                                            despin_workspace* workspace,
                                            const despin_reading* reading,
                                            const despin_check_options* options,
                                            despin_report** out, despin_error* error);

// A meaning for a whole phrase.
typedef struct despin_restoration {
  despin_string text;
  float score_nats;   // joint; differences are log-odds
  uint32_t reserved;  // 0
} despin_restoration;
typedef struct despin_restorations_data {
  size_t struct_size;
  const despin_restoration* restorations;  // best first
  size_t restoration_count;
} despin_restorations_data;
// Reads `phrase` as spun and gives up to `max_meanings` meanings of all of it. `limits` may be
// NULL. Cost: some 10 ms a word. Errors: as despin_check(); DESPIN_TOO_LARGE beyond 64 words.
DESPIN_API despin_code despin_restore(const despin_detector* detector, despin_workspace* workspace,
                                      const char* phrase, size_t phrase_size, size_t max_meanings,
                                      const despin_limits* limits, despin_restorations** out,
                                      despin_error* error);
DESPIN_API const despin_restorations_data* despin_restorations_get(
    const despin_restorations* restorations);
DESPIN_API void despin_restorations_free(despin_restorations* restorations);

// ---- Many texts ----

typedef struct despin_batch_options {
  size_t struct_size;
  size_t threads;                     // 0: one a core. Where none can be made, the caller's works
  size_t max_pending;                 // texts under way at a time; 0: 64 a thread
  const despin_check_options* check;  // of each text; NULL: defaults. Its limits->stop is not asked
  despin_stop stop;                   // NULL: none. Asked at least twenty times a second
  void* stop_context;
  despin_string column;  // Arrow only: which field of a struct (a table) holds the texts
} despin_batch_options;
DESPIN_API void despin_batch_options_init(despin_batch_options* options, size_t struct_size);

// The next text into `*text`, which must live until its result was delivered; 1: there is one, 0:
// there are no more, below 0: stop (DESPIN_CANCELED).
typedef int32_t (*despin_next_text)(void* context, despin_string* text);
// The result of text `number`, from 0, in the order of the texts: a report, which the callback
// takes over and frees, or NULL and an error of that text alone. Not 0: stop (DESPIN_CANCELED).
typedef int32_t (*despin_take_report)(void* context, uint64_t number, despin_report* report,
                                      const despin_error* error);

// A despin_take_report for languages in which a callback is costly: its context is an array of
// despin_result, one a text, whose reports the caller frees. A plain value, which never changes.
typedef struct despin_result {
  despin_report* report;  // NULL on an error
  despin_error error;
} despin_result;
DESPIN_API int32_t despin_keep_report(void* results, uint64_t number, despin_report* report,
                                      const despin_error* error);

// Checks texts on several threads. Both callbacks, and `stop`, run on the thread of the call alone.
// Memory: max_pending reports and a workspace a thread, however many texts there are. The result
// is that of despin_check() on each text.
// Errors: DESPIN_CANCELED, DESPIN_BAD_CALL, DESPIN_OUT_OF_MEMORY (for what all texts share): texts
// whose results were delivered by then are done.
DESPIN_API despin_code despin_check_each(const despin_detector* detector, despin_next_text next,
                                         despin_take_report take, void* context,
                                         const despin_batch_options* options, despin_error* error);
// The same over an array. A text whose data is NULL and whose size is not 0 is DESPIN_BAD_CALL
// of that text alone.
DESPIN_API despin_code despin_check_batch(const despin_detector* detector,
                                          const despin_string* texts, size_t count,
                                          despin_take_report take, void* context,
                                          const despin_batch_options* options, despin_error* error);

// The Arrow C Data and C Stream Interfaces, as their specification has them.
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif  // ARROW_C_STREAM_INTERFACE

// Checks a column of texts: utf8 ("u"), large_utf8 ("U"), utf8_view ("vu"), the like types of
// binary
// ("z", "Z", "vz"), a dictionary of one of them, nulls alone ("n"), or such a field of a struct
// ("+s", options->column). The texts are read
// where they are, without a copy; `array` and `schema` stay the caller's, and are not released.
// Offsets of slices are honored.
//
// Gives a struct array of as many rows, in the same order. A null gives null in every column; a
// text that could not be checked has an `error` and no other value.
//   verdict: utf8, abstain_reason: utf8 (null unless it abstains), score: float64,
//   false_positive_rate_upper: float64, swap_rate: float64, words: uint32,
//   passages: list<struct<begin_byte: uint32, end_byte: uint32, verdict: utf8, score: float64,
//     false_positive_rate_upper: float64, swap_rate: float64, words: uint32>>,
//   findings: list<struct<begin_byte: uint32, end_byte: uint32, evidence_nats: float32,
//     probability: float32, likely_originals: list<utf8>>>,
//   families: list<struct<name: utf8, posterior: float64>>,
//   error: utf8 (the message), error_code: utf8 (its name)
// Later versions append columns. The caller releases both outputs; on an error nothing is put in
// them but release = NULL.
// Errors: DESPIN_BAD_INPUT (another type, an array that contradicts its schema, no such column),
// DESPIN_TOO_LARGE (2^31 findings or bytes of text in one column), DESPIN_CANCELED,
// DESPIN_OUT_OF_MEMORY.
DESPIN_API despin_code despin_check_arrow(const despin_detector* detector,
                                          const struct ArrowArray* array,
                                          const struct ArrowSchema* schema,
                                          const despin_batch_options* options,
                                          struct ArrowArray* out_array,
                                          struct ArrowSchema* out_schema, despin_error* error);
// Checks a stream of such arrays: each chunk that is asked of `out` is taken from `in` and checked.
// On success `in` was moved into `out` (its release is NULL); on an error it stays the caller's.
// `out` keeps the detector and a copy of the options; stop_context must outlive it. Its get_next()
// returns EINVAL, ENOMEM, ECANCELED, or what `in` returned; get_last_error() says more.
DESPIN_API despin_code despin_check_arrow_stream(const despin_detector* detector,
                                                 struct ArrowArrayStream* in,
                                                 const despin_batch_options* options,
                                                 struct ArrowArrayStream* out, despin_error* error);

// ---- Compare: a suspect and its original ----

enum {  // relation
  DESPIN_UNRELATED = 0,
  DESPIN_INDEPENDENT = 1,
  DESPIN_VERBATIM = 2,
  DESPIN_SPUN_COPY = 3,
  DESPIN_REWORDED = 4  // the same report in other words and other syntax
};
// Which side was written first.
enum { DESPIN_DIRECTION_UNCLEAR = 0, DESPIN_DIRECTION_ORIGINAL = 1, DESPIN_DIRECTION_SUSPECT = 2 };
enum {  // edit
  DESPIN_KEPT = 0,
  DESPIN_SWAPPED = 1,
  DESPIN_INFLECTED = 2,
  DESPIN_MOVED = 3,
  DESPIN_ADDED = 4,
  DESPIN_DROPPED = 5
};
DESPIN_API const char* despin_relation_name(int32_t relation);
DESPIN_API const char* despin_direction_name(int32_t direction);
DESPIN_API const char* despin_edit_name(int32_t edit);

// A stretch of the suspect that was copied, and where from.
typedef struct despin_passage {
  despin_span original;
  despin_span suspect;
  double evidence_nats;
  int32_t moved;      // out of the original's order
  uint32_t reserved;  // 0
} despin_passage;
// A phrase of the original and its substitute.
typedef struct despin_swap {
  despin_span original;
  despin_span suspect;
  float evidence_nats;
  int32_t edit;    // DESPIN_SWAPPED or DESPIN_INFLECTED
  int32_t listed;  // the model's spinner dictionary knows the swap
} despin_swap;
// A run of words with the same fate; an empty span says where the words would be.
typedef struct despin_aligned_run {
  int32_t edit;
  despin_span original;
  despin_span suspect;
} despin_aligned_run;
typedef struct despin_compared_word {
  despin_span span;
  int32_t begins_sentence;
  int32_t begins_paragraph;
} despin_compared_word;

typedef struct despin_comparison_data {
  size_t struct_size;
  int32_t relation;
  int32_t direction;
  double copied;   // shares of suspect_words, 0 to 1
  double swapped;  // not more than copied
  double evidence_nats;
  uint32_t original_words;
  uint32_t suspect_words;
  const despin_passage* passages;  // by suspect.begin_byte
  size_t passage_count;
  const despin_swap* substitutions;  // by suspect.begin_byte
  size_t substitution_count;
  const despin_aligned_run* runs;  // every word of both texts once, by suspect.begin_byte
  size_t run_count;
  const despin_compared_word* words_of_original;
  size_t original_word_count;
  const despin_compared_word* words_of_suspect;
  size_t suspect_word_count;
  uint64_t original_read_bytes;  // by despin_limits.max_words, as in despin_report_data
  uint64_t original_unread_bytes;
  uint64_t suspect_read_bytes;
  uint64_t suspect_unread_bytes;
} despin_comparison_data;

typedef struct despin_compare_options {
  size_t struct_size;
  const despin_limits* limits;  // of each text; NULL: defaults
} despin_compare_options;
DESPIN_API void despin_compare_options_init(despin_compare_options* options, size_t struct_size);

// Keeps the detector's model.
DESPIN_API despin_code despin_aligner_new(const despin_detector* detector, despin_aligner** out,
                                          despin_error* error);
DESPIN_API void despin_aligner_free(despin_aligner* aligner);
// Cost: .35 ms for two texts of 250 words. Errors: as despin_check(), but for rates.
DESPIN_API despin_code despin_compare(const despin_aligner* aligner, despin_workspace* workspace,
                                      const char* original, size_t original_size,
                                      const char* suspect, size_t suspect_size,
                                      const despin_compare_options* options,
                                      despin_comparison** out, despin_error* error);
DESPIN_API const despin_comparison_data* despin_comparison_get(const despin_comparison* comparison);
DESPIN_API void despin_comparison_free(despin_comparison* comparison);
// Schema "despin.comparison/1"; the texts must be those compared.
DESPIN_API despin_code despin_comparison_json(const despin_comparison* comparison,
                                              const char* original_id, size_t original_id_size,
                                              const char* original, size_t original_size,
                                              const char* suspect_id, size_t suspect_id_size,
                                              const char* suspect, size_t suspect_size, char** json,
                                              size_t* size, despin_error* error);

// ---- Index: from which of many documents was a text copied ----

// Opens the last committed state of a folder; what is committed later is seen by opening again.
// Segments that do not open are left out and named in the statistics. Keeps the detector's model.
// Errors: DESPIN_NOT_FOUND, DESPIN_NOT_READABLE, DESPIN_BAD_INDEX, DESPIN_INDEX_TOO_NEW.
DESPIN_API despin_code despin_index_open(const char* folder, const despin_detector* detector,
                                         const despin_open_options* options, despin_index** out,
                                         despin_error* error);
// The index as it is committed now, opened by the same options: cheap if nothing was committed
// since. `index` stays as it is, and the caller's. Errors: as despin_index_open().
DESPIN_API despin_code despin_index_refreshed(const despin_index* index, despin_index** out,
                                              despin_error* error);
DESPIN_API despin_index* despin_index_retain(despin_index* index);  // as despin_detector_retain()
DESPIN_API void despin_index_free(despin_index* index);

typedef struct despin_match {
  despin_string id;
  despin_string url;
  despin_string title;
  despin_string date;
  double score;   // nats; comparable between the matches of one search only
  double copied;  // shares of all words of the suspect
  double swapped;
  int32_t relation;             // DESPIN_VERBATIM, DESPIN_SPUN_COPY or DESPIN_REWORDED
  uint32_t reserved;            // 0
  const despin_span* passages;  // of the suspect, by place, disjoint
  size_t passage_count;
} despin_match;
// A document that says about the same as a match.
typedef struct despin_source_copy {
  despin_string id;
  despin_string url;
  despin_string title;
  despin_string date;
} despin_source_copy;
// More of a match.
typedef struct despin_match_copies {
  const despin_source_copy* copies;  // its near copies, best first
  size_t copy_count;
  int32_t later;        // than the suspect's claimed date
  int32_t own_address;  // its id or address is the suspect's claimed one
} despin_match_copies;
typedef struct despin_matches_data {
  size_t struct_size;
  const despin_match* matches;  // best first
  size_t match_count;
  uint64_t read_bytes;  // of the suspect, as in despin_report_data; 0 both of one read before
  uint64_t unread_bytes;
  const despin_match_copies* match_copies;  // one a match
  // Documents that are no matches, although the suspect shares words with them:
  uint64_t withheld_common;  // share what more than max_sharing share
  uint64_t withheld_later;   // of a later date than the suspect's
  uint64_t withheld_itself;  // of its id or address
  uint64_t withheld_more;    // beyond max_matches
} despin_matches_data;

typedef struct despin_search_options {
  size_t struct_size;
  size_t max_matches;           // 10
  size_t max_sharing;           // passages that more documents share are no evidence; 8. 0: all are
  int32_t later_sources;        // also documents of a later date than the suspect's
  uint32_t reserved;            // 0
  despin_string suspect_id;     // an indexed document of this id is no match
  despin_string suspect_date;   // ISO 8601 of any precision; empty: unknown
  const despin_limits* limits;  // NULL: defaults
  despin_string suspect_url;    // nor is a document of this address a match
  // What the suspect says of itself: excludes nothing, but later sources, and one of this address,
  // come last and say so.
  despin_string claimed_date;
  despin_string claimed_url;
} despin_search_options;
DESPIN_API void despin_search_options_init(despin_search_options* options, size_t struct_size);

// Documents that the suspect was copied from; none if none is sure.
// Errors: as despin_check(); DESPIN_BAD_INDEX (corruption met on the way).
DESPIN_API despin_code despin_search(const despin_index* index, despin_workspace* workspace,
                                     const char* suspect, size_t suspect_size,
                                     const despin_search_options* options, despin_matches** out,
                                     despin_error* error);
// Errors: DESPIN_BAD_INPUT unless the index's detector has read it.
DESPIN_API despin_code despin_search_reading(const despin_index* index, despin_workspace* workspace,
                                             const despin_reading* suspect,
                                             const despin_search_options* options,
                                             despin_matches** out, despin_error* error);
DESPIN_API const despin_matches_data* despin_matches_get(const despin_matches* matches);
DESPIN_API void despin_matches_free(despin_matches* matches);
// Schema "despin.search/1" of one suspect, `id`.
DESPIN_API despin_code despin_matches_json(const despin_matches* matches, const char* id,
                                           size_t id_size, char** json, size_t* size,
                                           despin_error* error);

// An index in shards, each an index by itself: three calls give the answer of one index, bit for
// bit: of one that has the segments of the first shard, then those of the second, and so on. An id
// must be in one shard alone. See SourceIndex::count_terms() in despin/source_index.h.
//
// 1. How often words of the suspect are in a shard: `*count` numbers in `*counts`, for
// despin_free(), as many from each shard. Add them up, number by number.
// Errors: as despin_search().
DESPIN_API despin_code despin_index_count_terms(const despin_index* index,
                                                despin_workspace* workspace, const char* suspect,
                                                size_t suspect_size, const despin_limits* limits,
                                                uint64_t** counts, size_t* count,
                                                despin_error* error);
// 2. The documents of a shard that may be the best of all: bytes for despin_free(), to be sent.
// `counts` are the sums; `segments_before` is how many segments the shards before this one have.
// Errors: as despin_search(); DESPIN_BAD_INPUT for counts of another suspect.
DESPIN_API despin_code despin_index_candidates(const despin_index* index,
                                               despin_workspace* workspace, const char* suspect,
                                               size_t suspect_size, const uint64_t* counts,
                                               size_t count, uint32_t segments_before,
                                               const despin_limits* limits, char** bytes,
                                               size_t* size, despin_error* error);
// 3. Of the candidates of all shards, in any order, what the suspect was copied from.
// Errors: as despin_search(); DESPIN_BAD_INPUT for candidates that no shard has given.
DESPIN_API despin_code despin_search_candidates(const despin_detector* detector,
                                                despin_workspace* workspace, const char* suspect,
                                                size_t suspect_size, const uint64_t* counts,
                                                size_t count, const despin_string* candidates,
                                                size_t candidate_count,
                                                const despin_search_options* options,
                                                despin_matches** out, despin_error* error);

// A document as an index holds it: as it was added, but for its text.
typedef struct despin_indexed_document {
  despin_string id;
  despin_string url;
  despin_string title;
  despin_string date;
  uint64_t words;         // of its text
  despin_string segment;  // the file that has it
} despin_indexed_document;
// Takes a document, which lives for the call; not 0: no more.
typedef int32_t (*despin_take_document)(void* context, const despin_indexed_document* document);
// All documents, in the order of the segments. Errors: DESPIN_BAD_INDEX.
DESPIN_API despin_code despin_index_list(const despin_index* index, despin_take_document take,
                                         void* context, despin_error* error);
// All that is held of one document; `*out` is NULL if the index has none of this id.
// Errors: DESPIN_BAD_INDEX.
DESPIN_API despin_code despin_index_find(const despin_index* index, const char* id, size_t id_size,
                                         despin_held_document** out, despin_error* error);
typedef struct despin_held_document_data {
  size_t struct_size;
  despin_indexed_document document;
  const despin_string* terms;  // words of its text in order, but for function words
  size_t term_count;
} despin_held_document_data;
DESPIN_API const despin_held_document_data* despin_held_document_get(
    const despin_held_document* document);
DESPIN_API void despin_held_document_free(despin_held_document* document);

typedef struct despin_index_part {
  despin_string name;
  uint64_t bytes;
} despin_index_part;
typedef struct despin_index_segment {
  despin_string file;
  uint64_t documents;
  uint64_t bytes;
  despin_string corruption;  // empty if whole
} despin_index_segment;
typedef struct despin_index_statistics_data {
  size_t struct_size;
  uint64_t documents;
  uint64_t words;
  uint64_t bytes;
  const despin_index_part* parts;
  size_t part_count;
  const despin_index_segment* segments;
  size_t segment_count;
  uint64_t removed;  // documents that are on disk until their segment is merged
} despin_index_statistics_data;
// Of an opened index; lives as long as the index.
DESPIN_API const despin_index_statistics_data* despin_index_get_statistics(
    const despin_index* index);
// Of a folder, without a model.
DESPIN_API despin_code despin_index_statistics_read(const char* folder,
                                                    despin_index_statistics** out,
                                                    despin_error* error);
// Reads every byte of every segment; what is wrong is said by despin_index_segment.corruption.
// `progress` and `limits` may be NULL.
DESPIN_API despin_code despin_index_verify(const char* folder, despin_progress progress,
                                           void* context, const despin_limits* limits,
                                           despin_index_statistics** out, despin_error* error);
DESPIN_API const despin_index_statistics_data* despin_index_statistics_get(
    const despin_index_statistics* statistics);
DESPIN_API void despin_index_statistics_free(despin_index_statistics* statistics);
// Makes a copy of the last commit in a folder that is empty or not there yet: an index by itself.
// Errors: as despin_index_open(); DESPIN_NOT_WRITTEN; DESPIN_BAD_INPUT (something is there).
DESPIN_API despin_code despin_index_snapshot(const char* folder, const char* to,
                                             despin_error* error);
// What an index of so many documents like these would take; `now` may be NULL.
DESPIN_API despin_code despin_index_estimate(const despin_index_statistics_data* now,
                                             uint64_t documents, uint64_t* disk_bytes,
                                             uint64_t* search_memory_bytes, despin_error* error);

typedef struct despin_writer_options {
  size_t struct_size;
  uint64_t memory_bytes;    // documents are gathered up to here, then committed. 512 MiB
  int32_t automatic_merge;  // merge segments of about the same size after commits. 1
  uint32_t reserved;        // 0
} despin_writer_options;
DESPIN_API void despin_writer_options_init(despin_writer_options* options, size_t struct_size);

typedef struct despin_source_document {
  size_t struct_size;
  despin_string id;  // must be there, and names the document
  despin_string url;
  despin_string title;
  despin_string date;
  despin_string text;
} despin_source_document;
DESPIN_API void despin_source_document_init(despin_source_document* document, size_t struct_size);

// Makes the folder if it is missing. One writer an index: a second one is DESPIN_LOCKED.
// Errors: DESPIN_NOT_FOUND, DESPIN_NOT_WRITTEN, DESPIN_LOCKED, DESPIN_BAD_INDEX,
// DESPIN_INDEX_TOO_NEW.
DESPIN_API despin_code despin_index_writer_open(const char* folder,
                                                const despin_writer_options* options,
                                                despin_index_writer** out, despin_error* error);
// `*added` (may be NULL) is 0 if a document of this id is there already. May commit.
// Errors: DESPIN_BAD_INPUT, DESPIN_BAD_UTF8, DESPIN_TOO_LARGE, DESPIN_NOT_WRITTEN, DESPIN_DEADLINE,
// DESPIN_CANCELED, DESPIN_BAD_INDEX, DESPIN_OUT_OF_MEMORY. After DESPIN_NOT_WRITTEN and
// DESPIN_OUT_OF_MEMORY what was added is still in memory: make room and commit again.
DESPIN_API despin_code despin_index_writer_add(despin_index_writer* writer,
                                               const despin_source_document* document,
                                               const despin_limits* limits, int32_t* added,
                                               despin_error* error);
// The same, instead of the document of this id, which goes with the same commit; `*replaced` (may
// be NULL) is 0 if there is none. After an error it is still there.
DESPIN_API despin_code despin_index_writer_replace(despin_index_writer* writer,
                                                   const despin_source_document* document,
                                                   const despin_limits* limits, int32_t* replaced,
                                                   despin_error* error);
// `*removed` (may be NULL) is 0 if there is no document of this id. Who opens the index after the
// commit does not find it; its words stay on disk until a merge.
// Errors: DESPIN_BAD_INDEX, DESPIN_OUT_OF_MEMORY.
DESPIN_API despin_code despin_index_writer_remove(despin_index_writer* writer, const char* id,
                                                  size_t id_size, int32_t* removed,
                                                  despin_error* error);
// Whether a document of this id is there, what was added and removed since the commit counted.
// Errors: as despin_index_writer_remove().
DESPIN_API despin_code despin_index_writer_contains(despin_index_writer* writer, const char* id,
                                                    size_t id_size, int32_t* contained,
                                                    despin_error* error);
// Makes all that was added and removed durable, and visible to who opens from now on.
DESPIN_API despin_code despin_index_writer_commit(despin_index_writer* writer, despin_error* error);
// Commits, then rewrites all segments as one; of removed documents nothing is left. `progress` and
// `limits` may be NULL.
DESPIN_API despin_code despin_index_writer_merge(despin_index_writer* writer,
                                                 despin_progress progress, void* context,
                                                 const despin_limits* limits, despin_error* error);
// Committed; 0 for NULL.
DESPIN_API uint64_t despin_index_writer_documents(const despin_index_writer* writer);
// Forgets what was not committed.
DESPIN_API void despin_index_writer_free(despin_index_writer* writer);

// ---- Read: texts out of pages, tables and archives ----

enum { DESPIN_TEXT = 0, DESPIN_HTML = 1 };  // kind of a document
enum {                                      // text_from, where a page's text was found
  DESPIN_FROM_PAGE = 0,
  DESPIN_FROM_ARTICLE_BODY = 1,
  DESPIN_FROM_CONTROLS = 2,
  DESPIN_FROM_FRAMES = 3,
  DESPIN_FROM_NOSCRIPT = 4,
  DESPIN_FROM_HIDDEN = 5
};
// A stretch of the text, and the bytes of the input it was read from.
typedef struct despin_input_run {
  despin_span text;
  despin_span input;
} despin_input_run;
typedef struct despin_document_data {
  size_t struct_size;
  int32_t kind;
  int32_t text_from;
  despin_string text;
  despin_string title;
  despin_string author;
  despin_string url;
  despin_string canonical_url;  // as the page states it; not to be trusted
  despin_string date;           // of publication, as the page writes it
  despin_string language;       // as declared
  despin_string encoding;       // what the bytes were in
  despin_string id;             // of its record
  uint64_t replaced_bytes;      // malformed sequences, read as U+FFFD
  uint32_t flattened;           // elements nested too deep
  uint32_t omitted_attributes;
  const despin_input_run* input_map;  // by place; empty where the text is the input
  size_t input_run_count;
  uint32_t unhidden;  // elements said to be hidden, read since a style sheet shows them
  uint32_t reserved;  // 0
} despin_document_data;

typedef struct despin_read_options {
  size_t struct_size;
  despin_string name;          // file name or address; its extension tells HTML
  despin_string content_type;  // as HTTP says: "text/html; charset=koi8-r"
} despin_read_options;
DESPIN_API void despin_read_options_init(despin_read_options* options, size_t struct_size);

// Reads one page (HTML, in any charset) or plain text: its main content and what it says of itself.
// Errors: DESPIN_BAD_INPUT (empty, binary, a page without text), DESPIN_UNSUPPORTED,
// DESPIN_BAD_UTF8, DESPIN_TOO_LARGE.
DESPIN_API despin_code despin_document_read(const void* bytes, size_t size,
                                            const despin_read_options* options,
                                            despin_document** out, despin_error* error);
DESPIN_API const despin_document_data* despin_document_get(const despin_document* document);
// The bytes of the input that hold text [begin_byte, end_byte); [0, 0) if none does.
DESPIN_API despin_code despin_document_input_span(const despin_document* document,
                                                  uint32_t begin_byte, uint32_t end_byte,
                                                  despin_span* input, despin_error* error);
DESPIN_API void despin_document_free(despin_document* document);

enum {  // format of an input
  DESPIN_FORMAT_GUESS = 0,
  DESPIN_FORMAT_DOCUMENT = 1,
  DESPIN_FORMAT_JSONL = 2,
  DESPIN_FORMAT_CSV = 3,
  DESPIN_FORMAT_TSV = 4,
  DESPIN_FORMAT_WARC = 5,
  DESPIN_FORMAT_JSON = 6,
  DESPIN_FORMAT_FEED = 7,
  DESPIN_FORMAT_WIKI = 8,
  DESPIN_FORMAT_MAIL = 9,
  DESPIN_FORMAT_MBOX = 10
};
typedef struct despin_reader_options {
  size_t struct_size;
  int32_t format;
  uint32_t reserved;  // 0
  // How the fields of a record are called in JSONL and tables; empty: "id", "text", ...
  despin_string id_field;
  despin_string text_field;
  despin_string url_field;
  despin_string title_field;
  despin_string date_field;
  uint64_t max_bytes;  // of a record, decompressed; DESPIN_TOO_LARGE beyond. 64 MiB
} despin_reader_options;
DESPIN_API void despin_reader_options_init(despin_reader_options* options, size_t struct_size);

// Where a record begins.
typedef struct despin_record_place {
  uint64_t number;  // in its input, from 1
  uint64_t byte;    // in the file as stored; 0 for a record inside a compressed member
  uint64_t line;    // of JSONL and tables, from 1
} despin_record_place;
enum {  // kind of a record
  DESPIN_RECORD_BYTES = 0,
  DESPIN_RECORD_HTTP = 1,
  DESPIN_RECORD_JSON_LINE = 2,
  DESPIN_RECORD_ROW = 3,
  DESPIN_RECORD_ENTRY = 4,
  DESPIN_RECORD_WIKI = 5,
  DESPIN_RECORD_MAIL = 6
};
typedef struct despin_record_data {
  size_t struct_size;
  int32_t kind;
  uint32_t reserved;  // 0
  despin_record_place place;
  despin_string bytes;
  despin_string id;
  despin_string url;
  despin_string title;
  despin_string date;
  despin_string name;  // of the input
  despin_string content_type;
} despin_record_data;

// Streams the records of a file, of standard input ("-") or of a pipe; gzip, zstd, bzip2 and xz are
// undone on the way.
// Errors: DESPIN_NOT_FOUND, DESPIN_NOT_READABLE, DESPIN_BAD_INPUT.
DESPIN_API despin_code despin_reader_open(const char* path, const despin_reader_options* options,
                                          despin_reader** out, despin_error* error);
// An empty record, to be filled again and again; or several, handed to other threads.
DESPIN_API despin_code despin_record_new(despin_record** out, despin_error* error);
// The next record into `record`; `*more` is 0 at the end. After an error, which concerns the record
// at its place, call again: reading goes on behind it, and ends on any bytes.
// Errors: DESPIN_BAD_INPUT, DESPIN_TRUNCATED, DESPIN_TOO_LARGE, DESPIN_NOT_READABLE.
DESPIN_API despin_code despin_reader_next(despin_reader* reader, despin_record* record,
                                          int32_t* more, despin_error* error);
// Before the first next(): goes to a place that an earlier reader of this input gave.
DESPIN_API despin_code despin_reader_resume_at(despin_reader* reader,
                                               const despin_record_place* place,
                                               despin_error* error);
typedef struct despin_reader_counts {
  size_t struct_size;  // set it to sizeof before the call
  uint64_t records;
  uint64_t corrupt;
  uint64_t skipped;  // not HTML or text, or no successful response
  uint64_t ignored_bytes;
  uint64_t bytes_read;   // of the file as stored
  uint64_t bytes_total;  // 0 if unknown, as of a pipe
} despin_reader_counts;
DESPIN_API despin_code despin_reader_get_counts(const despin_reader* reader,
                                                despin_reader_counts* counts, despin_error* error);
DESPIN_API void despin_reader_free(despin_reader* reader);

// Valid until the record is filled again or freed.
DESPIN_API const despin_record_data* despin_record_get(const despin_record* record);
// Reads the document of a record. Of `options` the names of fields matter; NULL: defaults.
// Errors: as despin_document_read(); DESPIN_BAD_INPUT names a corrupt encoding.
DESPIN_API despin_code despin_record_read_document(const despin_record* record,
                                                   const despin_reader_options* options,
                                                   despin_document** out, despin_error* error);
DESPIN_API void despin_record_free(despin_record* record);

// One text and what is known of it: a line of JSONL, or a row of a table (despin eval).
typedef struct despin_labeled_swap {
  despin_string written;
  despin_string meant;
} despin_labeled_swap;
typedef struct despin_labeled_record_data {
  size_t struct_size;
  despin_string id;
  despin_string text;
  despin_string url;
  despin_string title;
  despin_string date;
  despin_string label;
  despin_string kind;
  const despin_labeled_swap* substitutions;
  size_t substitution_count;
  uint64_t replaced_bytes;
  const despin_string* sources;  // ids of the indexed documents that it is a copy of
  size_t source_count;
} despin_labeled_record_data;
// Errors: DESPIN_BAD_INPUT, DESPIN_TOO_LARGE; DESPIN_UNSUPPORTED for other kinds of records.
DESPIN_API despin_code despin_record_read_labeled(const despin_record* record,
                                                  const despin_reader_options* options,
                                                  despin_labeled_record** out, despin_error* error);
DESPIN_API despin_code despin_json_line_read_labeled(const char* line, size_t size,
                                                     const despin_reader_options* options,
                                                     despin_labeled_record** out,
                                                     despin_error* error);
DESPIN_API const despin_labeled_record_data* despin_labeled_record_get(
    const despin_labeled_record* record);
DESPIN_API void despin_labeled_record_free(despin_labeled_record* record);

// The inputs behind names on a command line: files as they are, patterns and folders opened out.
// `all_files`: take every file of a folder.
DESPIN_API despin_code despin_walk_new(const char* const* names, size_t count, int32_t all_files,
                                       despin_walk** out, despin_error* error);
// The next path into `*path`, valid until the next call; `*more` is 0 at the end. After an error,
// which concerns that path, call again.
// Errors: DESPIN_NOT_FOUND, DESPIN_NOT_READABLE.
DESPIN_API despin_code despin_walk_next(despin_walk* walk, despin_string* path, int32_t* more,
                                        despin_error* error);
// Files that were left out so far; 0 for NULL.
DESPIN_API uint64_t despin_walk_left_out(const despin_walk* walk);
DESPIN_API void despin_walk_free(despin_walk* walk);

// ---- Scan: records of files and tables, as the command reads, checks and writes them ----

// The next records of a file as a struct array: up to `max_records`, and no more once they hold
// `max_bytes`; none at the end. A record that could not be read is a row with an error, and reading
// goes on behind it.
//   kind: utf8 (bytes, http, json_line, row, entry, wiki, mail), input: binary (the path),
//   number: int64, byte: int64, line: int64 (despin_record_place), bytes: binary, id: binary,
//   url: binary, title: binary, date: binary, content_type: binary,
//   error: utf8 (the message), error_code: utf8 (its name)
// Later versions append columns. The caller releases both outputs; on an error nothing is put in
// them but release = NULL. Not to be mixed with despin_reader_next().
// Errors: DESPIN_TOO_LARGE (2^31 bytes in one column), DESPIN_OUT_OF_MEMORY.
DESPIN_API despin_code despin_reader_next_arrow(despin_reader* reader, uint64_t max_records,
                                                uint64_t max_bytes, struct ArrowArray* out_array,
                                                struct ArrowSchema* out_schema,
                                                despin_error* error);

typedef struct despin_scan_options {
  size_t struct_size;
  const despin_batch_options* batch;    // threads, check and stop matter; NULL: defaults
  const despin_index* index;            // also search for sources; NULL: do not
  const despin_reader_options* reader;  // names of fields matter, of JSON; NULL: defaults
  int32_t texts;                        // give the texts of the documents as well; 0
  int32_t reserved;                     // 0
} despin_scan_options;
DESPIN_API void despin_scan_options_init(despin_scan_options* options, size_t struct_size);

// Does with each row what `despin scan` does with a record: reads its document, checks it, searches
// its sources, and writes its record, byte for byte as the command does. Rows are those of
// despin_reader_next_arrow(), or of any table with a column `bytes`: columns that are not there are
// as if all null, and others are not looked at. Texts may be of any type that despin_check_arrow()
// takes, numbers int32, uint32, int64 or uint64. A null `kind` is "row": `bytes` is a text, and id,
// url, title, date are those of its document.
//
// Gives a struct array of as many rows, in the same order, with the columns of
// despin_check_arrow(), offsets in the text of the document, and then
//   input: utf8, number: int64, byte: int64, id: utf8, url: utf8, title: utf8, author: utf8,
//   date: utf8, declared_language: utf8 (null where nothing is known),
//   sources: list<struct<id: utf8, url: utf8, title: utf8, date: utf8, score: float64,
//     copied: float64, swapped: float64, verdict: utf8,
//     passages: list<struct<begin_byte: uint32, end_byte: uint32>>>> (null without an index),
//   record: utf8 (schema "despin.scan/1", without a newline),
//   text: utf8 (null unless options->texts)
// Null `bytes` without an error give null in every column.
// Errors: as despin_check_arrow(); DESPIN_BAD_INPUT also for a value that no record has.
DESPIN_API despin_code despin_scan_arrow(const despin_detector* detector,
                                         const struct ArrowArray* array,
                                         const struct ArrowSchema* schema,
                                         const despin_scan_options* options,
                                         struct ArrowArray* out_array,
                                         struct ArrowSchema* out_schema, despin_error* error);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // DESPIN_DESPIN_H_
