// examples/search.cc - an index of originals, and the source of a suspect in it.
//
//   search models/en.despin suspect.txt original.txt...
//
// The index is made in a folder of its own and removed in the end; a service keeps it, and
// adds to it while others search.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/source_index.h"

namespace {

int fail(const despin::Error& error) {
  std::fprintf(stderr, "search: %s\n", error.message.c_str());
  return 2;
}

despin::Result<despin::Document> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return despin::read_document(bytes, {.name = path, .content_type = {}});
}

int run(const std::string& folder, int argc, char** argv) {
  auto writer = despin::IndexWriter::open(folder);  // made if it is not there
  if (!writer) return fail(writer.error());
  for (int i = 3; i < argc; ++i) {
    auto document = read(argv[i]);
    if (!document) return fail(document.error());
    auto added = writer->add({.id = argv[i],
                              .url = document->url,
                              .title = document->title,
                              .date = document->date,
                              .text = document->text});
    if (!added) return fail(added.error());
  }
  // From here on it is there, whatever happens.
  if (auto saved = writer->commit(); !saved) return fail(saved.error());

  auto detector = despin::Detector::open(argv[1]);
  if (!detector) return fail(detector.error());
  auto index = despin::SourceIndex::open(folder, *detector);
  if (!index) return fail(index.error());
  std::printf("%llu documents\n", static_cast<unsigned long long>(index->statistics().documents));

  auto suspect = read(argv[2]);
  if (!suspect) return fail(suspect.error());
  despin::Workspace scratch;  // one per thread
  auto matches =
      index->search({.text = suspect->text, .id = argv[2], .date = suspect->date}, scratch);
  if (!matches) return fail(matches.error());
  for (const despin::SourceMatch& match : *matches) {
    std::printf("%s: %s, %.0f %% of the words copied, %.0f %% swapped\n", match.id.c_str(),
                std::string(name_of(match.relation)).c_str(), 100 * match.copied,
                100 * match.swapped);
  }
  if (matches->empty()) std::printf("no source\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: search MODEL SUSPECT ORIGINAL...\n");
    return 2;
  }
  std::string folder = (std::filesystem::temp_directory_path() / "originals_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    std::fprintf(stderr, "search: no folder to make an index in\n");
    return 2;
  }
  const int code = run(folder, argc, argv);
  std::filesystem::remove_all(folder);
  return code;
}
