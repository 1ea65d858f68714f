// Comparing, indexing and reading by the C interface.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "despin/reader.h"
#include "tests/support/c_detector_test.h"

namespace despin {
namespace {

class CSources : public CDetectorTest {
 protected:
  // An index of twenty documents and the original.
  void write_index() {
    c::Writer writer;
    ASSERT_EQ(despin_index_writer_open(folder_.path().c_str(), nullptr, c::out(writer), &error_),
              DESPIN_OK)
        << error_.message;
    for (const small_index::Made& made : small_index::make_documents(20)) {
      add(writer.get(), made.id, made.text, 1);
    }
    add(writer.get(), "original", calls_.original(), 1);
    add(writer.get(), "original", calls_.original(), 0);
    ASSERT_EQ(despin_index_writer_commit(writer.get(), &error_), DESPIN_OK);
    EXPECT_EQ(despin_index_writer_documents(writer.get()), 21U);
  }

  void add(despin_index_writer* writer, const std::string& id, const std::string& text,
           std::int32_t expected) {
    despin_source_document document;
    despin_source_document_init(&document, sizeof document);
    document.id = c::string(id);
    document.text = c::string(text);
    std::int32_t added = -1;
    ASSERT_EQ(despin_index_writer_add(writer, &document, nullptr, &added, &error_), DESPIN_OK)
        << error_.message;
    EXPECT_EQ(added, expected);
  }

  std::string json_of(const despin_matches* matches) {
    c::Text line;
    EXPECT_EQ(despin_matches_json(matches, "a", 1, c::out(line), nullptr, &error_), DESPIN_OK);
    return line.get();
  }

  const api_calls::ApiCalls calls_{"c_sources", 40};
  const small_index::Folder folder_{"c_index"};
};

TEST_F(CSources, ComparesAsCppDoes) {
  c::Aligner aligner;
  ASSERT_EQ(despin_aligner_new(detector_.get(), c::out(aligner), &error_), DESPIN_OK);
  detector_.reset();  // the aligner keeps the model
  const std::string& original = calls_.original();
  const std::string& suspect = calls_.suspect();
  c::Comparison handle;
  ASSERT_EQ(despin_compare(aligner.get(), nullptr, original.data(), original.size(), suspect.data(),
                           suspect.size(), nullptr, c::out(handle), &error_),
            DESPIN_OK);
  Workspace scratch;
  const Comparison expected = *calls_.aligner().compare(original, suspect, scratch);
  const despin_comparison_data& data = *despin_comparison_get(handle.get());
  EXPECT_EQ(data.relation, static_cast<std::int32_t>(expected.relation));
  EXPECT_EQ(data.direction, static_cast<std::int32_t>(expected.direction));
  EXPECT_EQ(data.copied, expected.copied);
  ASSERT_EQ(data.passage_count, expected.passages.size());
  ASSERT_GT(data.passage_count, 0U);
  EXPECT_EQ(data.passages[0].suspect.end_byte, expected.passages[0].suspect.end_byte);
  ASSERT_EQ(data.substitution_count, expected.substitutions.size());
  ASSERT_EQ(data.run_count, expected.runs.size());
  EXPECT_EQ(data.runs[0].edit, static_cast<std::int32_t>(expected.runs[0].edit));
  ASSERT_EQ(data.original_word_count, expected.words_of_original.size());
  ASSERT_EQ(data.suspect_word_count, expected.words_of_suspect.size());
  EXPECT_EQ(data.words_of_suspect[1].span.begin_byte, expected.words_of_suspect[1].span.begin_byte);
  c::Text line;
  std::size_t size = 0;
  ASSERT_EQ(despin_comparison_json(handle.get(), "o", 1, original.data(), original.size(), "s", 1,
                                   suspect.data(), suspect.size(), c::out(line), &size, &error_),
            DESPIN_OK);
  EXPECT_EQ(std::string(line.get(), size), to_json(expected, "o", original, "s", suspect));
}

TEST_F(CSources, FindsTheOriginal) {
  write_index();
  c::Index index;
  ASSERT_EQ(
      despin_index_open(folder_.path().c_str(), detector_.get(), nullptr, c::out(index), &error_),
      DESPIN_OK);
  EXPECT_EQ(despin_index_get_statistics(index.get())->documents, 21U);
  const c::Index second(despin_index_retain(index.get()));
  index.reset();
  const std::string& suspect = calls_.suspect();
  c::Matches matches;
  ASSERT_EQ(despin_search(second.get(), nullptr, suspect.data(), suspect.size(), nullptr,
                          c::out(matches), &error_),
            DESPIN_OK);
  const despin_matches_data* data = despin_matches_get(matches.get());
  ASSERT_EQ(data->match_count, 1U);
  EXPECT_EQ(c::view(data->matches[0].id), "original");
  ASSERT_GT(data->matches[0].passage_count, 0U);
  Workspace scratch;
  EXPECT_EQ(json_of(matches.get()),
            to_json(*calls_.index().search({.text = suspect}, scratch), "a"));

  c::Reading reading;
  ASSERT_EQ(despin_reading_new(c::out(reading), &error_), DESPIN_OK);
  ASSERT_EQ(despin_reading_read(reading.get(), detector_.get(), nullptr, suspect.data(),
                                suspect.size(), nullptr, &error_),
            DESPIN_OK);
  c::Matches again;
  ASSERT_EQ(
      despin_search_reading(second.get(), nullptr, reading.get(), nullptr, c::out(again), &error_),
      DESPIN_OK);
  EXPECT_EQ(json_of(again.get()), json_of(matches.get()));

  despin_search_options options;
  despin_search_options_init(&options, sizeof options);
  {
    c::Writer writer;
    ASSERT_EQ(despin_index_writer_open(folder_.path().c_str(), nullptr, c::out(writer), &error_),
              DESPIN_OK);
    add(writer.get(), "late", "a text that was written later", 1);
    ASSERT_EQ(despin_index_writer_commit(writer.get(), &error_), DESPIN_OK);
  }
  c::Index refreshed;
  ASSERT_EQ(despin_index_refreshed(second.get(), c::out(refreshed), &error_), DESPIN_OK);
  EXPECT_EQ(despin_index_get_statistics(refreshed.get())->documents, 22U);
  EXPECT_EQ(despin_index_get_statistics(second.get())->documents, 21U);

  options.suspect_id = c::string("original");
  ASSERT_EQ(despin_search(second.get(), nullptr, suspect.data(), suspect.size(), &options,
                          c::out(matches), &error_),
            DESPIN_OK);
  EXPECT_EQ(despin_matches_get(matches.get())->match_count, 0U);
}

TEST_F(CSources, OneWriterAnIndex) {
  c::Writer first;
  ASSERT_EQ(despin_index_writer_open(folder_.path().c_str(), nullptr, c::out(first), &error_),
            DESPIN_OK);
  c::Writer second;
  EXPECT_EQ(despin_index_writer_open(folder_.path().c_str(), nullptr, c::out(second), &error_),
            DESPIN_LOCKED);
  first.reset();
  EXPECT_EQ(despin_index_writer_open(folder_.path().c_str(), nullptr, c::out(second), &error_),
            DESPIN_OK);
  despin_source_document document;
  despin_source_document_init(&document, sizeof document);
  document.text = c::string("a text without an id");
  EXPECT_EQ(despin_index_writer_add(second.get(), &document, nullptr, nullptr, &error_),
            DESPIN_BAD_INPUT);
}

TEST_F(CSources, MergesWithProgressAndVerifies) {
  write_index();
  {
    c::Writer writer;
    ASSERT_EQ(despin_index_writer_open(folder_.path().c_str(), nullptr, c::out(writer), &error_),
              DESPIN_OK);
    add(writer.get(), "late", calls_.suspect(), 1);
    int calls = 0;
    ASSERT_EQ(despin_index_writer_merge(
                  writer.get(),
                  [](void* context, std::uint64_t done, std::uint64_t total) {
                    EXPECT_LE(done, total);
                    ++*static_cast<int*>(context);
                  },
                  &calls, nullptr, &error_),
              DESPIN_OK);
    EXPECT_GT(calls, 0);
  }
  c::Statistics statistics;
  ASSERT_EQ(despin_index_verify(folder_.path().c_str(), nullptr, nullptr, nullptr,
                                c::out(statistics), &error_),
            DESPIN_OK);
  const despin_index_statistics_data* data = despin_index_statistics_get(statistics.get());
  EXPECT_EQ(data->documents, 22U);
  ASSERT_EQ(data->segment_count, 1U);
  EXPECT_STREQ(data->segments[0].corruption.data, "");
  std::uint64_t disk = 0;
  std::uint64_t memory = 0;
  ASSERT_EQ(despin_index_estimate(data, 1000, &disk, &memory, &error_), DESPIN_OK);
  const IndexEstimate expected = estimate(*index_statistics(folder_.path()), 1000);
  EXPECT_EQ(disk, expected.disk_bytes);
  EXPECT_EQ(memory, expected.search_memory_bytes);
}

TEST_F(CSources, AnIndexThatVanishesIsServedToItsEnd) {
  write_index();
  c::Index index;
  ASSERT_EQ(
      despin_index_open(folder_.path().c_str(), detector_.get(), nullptr, c::out(index), &error_),
      DESPIN_OK);
  std::filesystem::remove_all(folder_.path());
  const std::string& suspect = calls_.suspect();
  c::Matches matches;
  EXPECT_EQ(despin_search(index.get(), nullptr, suspect.data(), suspect.size(), nullptr,
                          c::out(matches), &error_),
            DESPIN_OK);
  EXPECT_EQ(despin_matches_get(matches.get())->match_count, 1U);
  c::Index gone;
  EXPECT_EQ(
      despin_index_open(folder_.path().c_str(), detector_.get(), nullptr, c::out(gone), &error_),
      DESPIN_NOT_FOUND);
  c::Statistics statistics;
  EXPECT_EQ(despin_index_statistics_read(folder_.path().c_str(), c::out(statistics), &error_),
            DESPIN_NOT_FOUND);
}

TEST_F(CSources, APageIsReadAndItsReportSpeltAsByCpp) {
  const std::string page = "<html><head><title>A &amp; B</title></head><body><p>" +
                           calls_.suspect() + "</p><p>Second &amp; last.</p></body></html>";
  despin_read_options options;
  despin_read_options_init(&options, sizeof options);
  options.name = c::string("page.html");
  c::Document handle;
  ASSERT_EQ(despin_document_read(page.data(), page.size(), &options, c::out(handle), &error_),
            DESPIN_OK);
  const Document expected = *read_document(page, {.name = "page.html", .content_type = {}});
  const despin_document_data& data = *despin_document_get(handle.get());
  EXPECT_EQ(data.kind, DESPIN_HTML);
  EXPECT_EQ(c::view(data.text), expected.text);
  EXPECT_EQ(c::view(data.title), "A & B");
  ASSERT_EQ(data.input_run_count, expected.input_map.size());
  const c::Report report = c::check(detector_.get(), expected.text);
  const despin_report_data* found = despin_report_get(report.get());
  ASSERT_GT(found->finding_count, 0U);
  despin_span input;
  ASSERT_EQ(despin_document_input_span(handle.get(), found->findings[0].begin_byte,
                                       found->findings[0].end_byte, &input, &error_),
            DESPIN_OK);
  EXPECT_EQ(page.substr(input.begin_byte, input.end_byte - input.begin_byte),
            expected.text.substr(found->findings[0].begin_byte,
                                 found->findings[0].end_byte - found->findings[0].begin_byte));
  EXPECT_EQ(despin_document_input_span(handle.get(), 0, 1U << 31, &input, &error_),
            DESPIN_BAD_INPUT);
  Workspace scratch;
  const Report same =
      *calls_.detector().analyze(expected.text, scratch, {.max_false_positive_rate = .1});
  c::Text line;
  ASSERT_EQ(despin_report_document_json(report.get(), "p", 1, handle.get(), c::out(line), nullptr,
                                        &error_),
            DESPIN_OK);
  EXPECT_EQ(line.get(), to_json(same, "p", expected));
  std::string pieces;
  ASSERT_EQ(despin_report_write_json(
                report.get(), "p", 1, nullptr, 0, handle.get(),
                [](void* context, const char* piece, std::size_t size) {
                  static_cast<std::string*>(context)->append(piece, size);
                },
                &pieces, &error_),
            DESPIN_OK);
  EXPECT_EQ(pieces, line.get());
}

TEST_F(CSources, RecordsAreStreamedAndResumed) {
  const small_model::TemporaryFile file("records.jsonl");
  std::ofstream(file.path()) << R"({"key":"1","body":"first text"})"
                             << "\nno JSON\n"
                             << R"({"key":"2","body":"second text","label":"spun"})"
                             << "\n";
  despin_reader_options options;
  despin_reader_options_init(&options, sizeof options);
  options.format = DESPIN_FORMAT_JSONL;
  options.id_field = c::string("key");
  options.text_field = c::string("body");
  c::Reader reader;
  ASSERT_EQ(despin_reader_open(file.path().c_str(), &options, c::out(reader), &error_), DESPIN_OK);
  c::Record record;
  ASSERT_EQ(despin_record_new(c::out(record), &error_), DESPIN_OK);
  EXPECT_STREQ(despin_record_get(record.get())->bytes.data, "");
  std::vector<std::string> texts;
  despin_record_place last = {};
  for (std::int32_t more = 1;;) {
    ASSERT_EQ(despin_reader_next(reader.get(), record.get(), &more, &error_), DESPIN_OK);
    if (more == 0) break;
    last = despin_record_get(record.get())->place;
    c::Document document;
    const auto code =
        despin_record_read_document(record.get(), &options, c::out(document), &error_);
    texts.emplace_back(code == DESPIN_OK ? despin_document_get(document.get())->text.data
                                         : despin_error_code_name(code));
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"first text", "bad_input", "second text"}));
  despin_reader_counts counts;
  counts.struct_size = sizeof counts;
  ASSERT_EQ(despin_reader_get_counts(reader.get(), &counts, &error_), DESPIN_OK);
  EXPECT_EQ(counts.records, 3U);
  EXPECT_EQ(counts.bytes_total, std::filesystem::file_size(file.path()));

  ASSERT_EQ(despin_reader_open(file.path().c_str(), &options, c::out(reader), &error_), DESPIN_OK);
  ASSERT_EQ(despin_reader_resume_at(reader.get(), &last, &error_), DESPIN_OK);
  std::int32_t more = 0;
  ASSERT_EQ(despin_reader_next(reader.get(), record.get(), &more, &error_), DESPIN_OK);
  c::LabeledRecord labeled;
  ASSERT_EQ(despin_record_read_labeled(record.get(), &options, c::out(labeled), &error_),
            DESPIN_OK);
  EXPECT_STREQ(despin_labeled_record_get(labeled.get())->label.data, "spun");
  EXPECT_STREQ(despin_labeled_record_get(labeled.get())->id.data, "2");
}

TEST_F(CSources, AFailedReadNamesItsPlace) {
  const small_model::TemporaryFile file("cut.warc");
  std::ofstream(file.path()) << "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900\r\n\r\ncut";
  c::Reader reader;
  ASSERT_EQ(despin_reader_open(file.path().c_str(), nullptr, c::out(reader), &error_), DESPIN_OK);
  c::Record record;
  ASSERT_EQ(despin_record_new(c::out(record), &error_), DESPIN_OK);
  std::int32_t more = 1;
  EXPECT_EQ(despin_reader_next(reader.get(), record.get(), &more, &error_), DESPIN_TRUNCATED);
  EXPECT_EQ(despin_record_get(record.get())->place.number, 1U);
  EXPECT_EQ(despin_reader_next(reader.get(), record.get(), &more, &error_), DESPIN_OK);
  EXPECT_EQ(more, 0);
}

TEST_F(CSources, ALabeledLineHasItsSwaps) {
  constexpr std::string_view kLine =
      R"({"text":"a bash","id":"1","substitutions":[["bash","party"]],"source":"b"})";
  c::LabeledRecord record;
  ASSERT_EQ(
      despin_json_line_read_labeled(kLine.data(), kLine.size(), nullptr, c::out(record), &error_),
      DESPIN_OK);
  const despin_labeled_record_data* data = despin_labeled_record_get(record.get());
  ASSERT_EQ(data->substitution_count, 1U);
  EXPECT_STREQ(data->substitutions[0].meant.data, "party");
  ASSERT_EQ(data->source_count, 1U);
  EXPECT_STREQ(data->sources[0].data, "b");
}

TEST_F(CSources, AWalkOpensFoldersOut) {
  const small_index::Folder folder("c_walk");
  std::filesystem::create_directory(folder.path());
  for (const char* name : {"/a.txt", "/b.html", "/c.php"}) {
    std::ofstream(folder.path() + name) << "<?php";
  }
  const std::string missing = folder.path() + "/none*.txt";
  const char* names[] = {folder.path().c_str(), missing.c_str()};
  c::Walk walk;
  ASSERT_EQ(despin_walk_new(names, 2, 0, c::out(walk), &error_), DESPIN_OK);
  std::vector<std::string> seen;
  for (std::int32_t more = 1;;) {
    despin_string path;
    const auto code = despin_walk_next(walk.get(), &path, &more, &error_);
    if (code == DESPIN_OK && more == 0) break;
    seen.push_back(std::filesystem::path(c::view(path)).filename().string() + ":" +
                   despin_error_code_name(code));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"a.txt:ok", "b.html:ok", "none*.txt:not_found"}));
  EXPECT_EQ(despin_walk_left_out(walk.get()), 1U);
}

}  // namespace
}  // namespace despin
