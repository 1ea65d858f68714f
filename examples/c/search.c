// examples/c/search.c - indexes originals, then finds the one that a suspect was copied from.
//
//   search models/en.despin folder.index suspect.txt original.txt...
#include <despin/despin.h>
#include <stdio.h>
#include <string.h>

static char bytes[1 << 20];

static size_t read_file(const char* path) {
  FILE* file = fopen(path, "rb");
  if (file == NULL) return 0;
  const size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  return size;
}

// Adds files to the index in the folder, which is made if it is missing.
static despin_code index_files(const char* folder, char** paths, int count, despin_error* error) {
  despin_index_writer* writer = NULL;
  despin_code code = despin_index_writer_open(folder, NULL, &writer, error);
  for (int i = 0; i < count && code == DESPIN_OK; ++i) {
    despin_source_document document;
    despin_source_document_init(&document, sizeof document);
    document.id.data = paths[i];
    document.id.size = strlen(paths[i]);
    document.text.data = bytes;
    document.text.size = read_file(paths[i]);
    code = despin_index_writer_add(writer, &document, NULL, NULL, error);
  }
  if (code == DESPIN_OK) code = despin_index_writer_commit(writer, error);
  if (code == DESPIN_OK) {
    printf("%llu documents\n", (unsigned long long)despin_index_writer_documents(writer));
  }
  despin_index_writer_free(writer);
  return code;
}

int main(int argc, char** argv) {
  despin_error error;
  despin_detector* detector = NULL;
  despin_index* index = NULL;
  despin_matches* matches = NULL;
  int status = 2;
  if (argc < 5) {
    fprintf(stderr, "usage: search MODEL INDEX SUSPECT ORIGINAL...\n");
    return 2;
  }
  if (index_files(argv[2], argv + 4, argc - 4, &error) == DESPIN_OK &&
      despin_detector_open(argv[1], NULL, &detector, &error) == DESPIN_OK &&
      despin_index_open(argv[2], detector, NULL, &index, &error) == DESPIN_OK &&
      despin_search(index, NULL, bytes, read_file(argv[3]), NULL, &matches, &error) == DESPIN_OK) {
    const despin_matches_data* data = despin_matches_get(matches);
    for (size_t i = 0; i < data->match_count; ++i) {
      const despin_match* match = &data->matches[i];
      printf("%s: %s, %.0f %% copied, %.0f %% swapped\n", match->id.data,
             despin_relation_name(match->relation), 100 * match->copied, 100 * match->swapped);
    }
    status = 0;
  } else {
    fprintf(stderr, "search: %s\n", error.message);
  }
  despin_matches_free(matches);
  despin_index_free(index);
  despin_detector_free(detector);
  return status;
}
