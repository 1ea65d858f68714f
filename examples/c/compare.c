// examples/c/compare.c - what of an original is in a suspect, and which words were swapped.
//
//   compare models/en.despin original.html suspect.html
#include <despin/despin.h>
#include <stdio.h>
#include <string.h>

// A page's main content, read by the library. NULL on an error.
static despin_document* read_page(const char* path) {
  static char bytes[1 << 20];
  despin_error error;
  despin_document* document = NULL;
  despin_read_options options;
  FILE* file = fopen(path, "rb");
  if (file == NULL) return NULL;
  const size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  despin_read_options_init(&options, sizeof options);
  options.name.data = path;  // whose ending tells HTML
  options.name.size = strlen(path);
  if (despin_document_read(bytes, size, &options, &document, &error) != DESPIN_OK) {
    fprintf(stderr, "compare: %s: %s\n", path, error.message);
  }
  return document;
}

static void print_part(despin_string text, despin_span span) {
  printf("%.*s", (int)(span.end_byte - span.begin_byte), text.data + span.begin_byte);
}

static void print(const despin_comparison_data* data, despin_string original,
                  despin_string suspect) {
  printf("%s: %.0f %% of the words copied, %.0f %% swapped\n", despin_relation_name(data->relation),
         100 * data->copied, 100 * data->swapped);
  for (size_t i = 0; i < data->substitution_count; ++i) {
    printf("  ");
    print_part(original, data->substitutions[i].original);
    printf(" -> ");
    print_part(suspect, data->substitutions[i].suspect);
    printf("%s\n", data->substitutions[i].listed ? "  (listed)" : "");
  }
}

int main(int argc, char** argv) {
  despin_error error;
  despin_detector* detector = NULL;
  despin_aligner* aligner = NULL;
  despin_comparison* comparison = NULL;
  int status = 2;
  if (argc != 4) {
    fprintf(stderr, "usage: compare MODEL ORIGINAL SUSPECT\n");
    return 2;
  }
  despin_document* original = read_page(argv[2]);
  despin_document* suspect = read_page(argv[3]);
  if (original != NULL && suspect != NULL) {
    const despin_string a = despin_document_get(original)->text;
    const despin_string b = despin_document_get(suspect)->text;
    if (despin_detector_open(argv[1], NULL, &detector, &error) == DESPIN_OK &&
        despin_aligner_new(detector, &aligner, &error) == DESPIN_OK &&
        despin_compare(aligner, NULL, a.data, a.size, b.data, b.size, NULL, &comparison, &error) ==
            DESPIN_OK) {
      print(despin_comparison_get(comparison), a, b);
      status = 0;
    } else {
      fprintf(stderr, "compare: %s\n", error.message);
    }
  }
  despin_comparison_free(comparison);
  despin_aligner_free(aligner);
  despin_detector_free(detector);
  despin_document_free(suspect);
  despin_document_free(original);
  return status;
}
