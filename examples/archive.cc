// Verdicts on every document of an archive: archive MODEL ARCHIVE
//
// WARC, WET, JSONL, CSV and TSV, compressed or not. Corrupt records are reported and skipped.
#include <cstdio>
#include <string>

#include "despin/detector.h"
#include "despin/reader.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: archive MODEL ARCHIVE\n");
    return 2;
  }
  const auto detector = despin::Detector::open(argv[1]);
  if (!detector) {
    std::fprintf(stderr, "%s: %s\n", argv[1], detector.error().message.c_str());
    return 2;
  }
  auto reader = despin::Reader::open(argv[2]);
  if (!reader) {
    std::fprintf(stderr, "%s: %s\n", argv[2], reader.error().message.c_str());
    return 2;
  }
  despin::Workspace scratch;
  int documents = 0;
  int spun = 0;
  for (despin::RawRecord record;;) {
    const auto more = reader->next(record);
    if (more && !*more) break;
    // Reading a document is the costly part: a service hands the record to another thread.
    const auto document =
        more ? despin::read_document(record) : despin::Result<despin::Document>(more.error());
    const auto report = document ? detector->analyze(document->text, scratch)
                                 : despin::Result<despin::Report>(document.error());
    if (!report) {
      std::printf("record %llu: %s\n", static_cast<unsigned long long>(record.place.number),
                  report.error().message.c_str());
      continue;
    }
    ++documents;
    spun += report->verdict == despin::Verdict::kSpun;
    std::printf("%s: %s, score %.1f\n",
                record.url.empty() ? document->id.c_str() : record.url.c_str(),
                std::string(name_of(report->verdict)).c_str(), report->score);
  }
  std::printf("%d documents, %d spun; %llu records skipped\n", documents, spun,
              static_cast<unsigned long long>(reader->counts().skipped));
}
