// examples/c/check.c - one text, one verdict, and what was swapped in it.
//
//   check models/en.despin page.txt
#include <despin/despin.h>
#include <stdio.h>
#include <stdlib.h>

static int fail(const despin_error* error) {
  fprintf(stderr, "check: %s\n", error->message);
  return 2;
}

// Up to 1 MiB of a file.
static size_t read_file(const char* path, char** text) {
  const size_t most = (size_t)1 << 20;
  FILE* file = fopen(path, "rb");
  size_t size = 0;
  *text = malloc(most);
  if (file != NULL && *text != NULL) size = fread(*text, 1, most, file);
  if (file != NULL) fclose(file);
  return size;
}

static void print_findings(const despin_report_data* report, const char* text) {
  for (size_t i = 0; i < report->finding_count; ++i) {
    const despin_finding* finding = &report->findings[i];
    // Offsets are bytes of the text as it was given.
    printf("  %.*s", (int)(finding->end_byte - finding->begin_byte), text + finding->begin_byte);
    for (size_t k = 0; k < finding->likely_original_count; ++k) {
      printf("%s%s", k == 0 ? " <- " : ", ", finding->likely_originals[k].data);
    }
    printf("\n");
  }
}

int main(int argc, char** argv) {
  despin_error error;
  despin_detector* detector = NULL;
  despin_report* report = NULL;
  char* text = NULL;
  size_t size = 0;
  int status = 0;
  if (argc != 3) {
    fprintf(stderr, "usage: check MODEL TEXT_FILE\n");
    return 2;
  }
  size = read_file(argv[2], &text);
  if (despin_detector_open(argv[1], NULL, &detector, &error) != DESPIN_OK ||
      despin_check(detector, NULL, text, size, NULL, &report, &error) != DESPIN_OK) {
    status = fail(&error);
  } else {
    const despin_report_data* data = despin_report_get(report);
    printf("verdict: %s (score %.1f; at most %.2g of genuine texts score as high)\n",
           despin_verdict_name(data->verdict), data->score, data->false_positive_rate_upper);
    print_findings(data, text);
  }
  despin_report_free(report);  // takes NULL, as every free
  despin_detector_free(detector);
  free(text);
  return status;
}
