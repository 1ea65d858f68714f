// tests/consumer/consumer.c - a program in C, or in C++ without exceptions, that links despin:
// consumer MODEL TEXT_FILE
#include <despin/despin.h>
#include <stdio.h>
#include <string.h>

static int32_t take(void* context, uint64_t number, despin_report* report,
                    const despin_error* error) {
  size_t* spun = (size_t*)context;
  if (report == NULL) fprintf(stderr, "%d: %s\n", (int)number, error->message);
  if (report != NULL && despin_report_get(report)->verdict == DESPIN_SPUN) ++*spun;
  despin_report_free(report);
  return 0;
}

int main(int argc, char** argv) {
  static char text[1 << 20];
  despin_error error;
  despin_detector* detector = NULL;
  despin_batch_options options;
  despin_string texts[3];
  size_t spun = 0;
  FILE* file;
  int i;
  if (argc != 3 || despin_abi_version() != DESPIN_ABI_VERSION) return 2;
  file = fopen(argv[2], "rb");
  if (file == NULL) return 2;
  for (i = 0; i < 3; ++i) {
    texts[i].data = text;
    texts[i].size = 0;
  }
  texts[1].size = fread(text, 1, sizeof text, file);
  fclose(file);
  despin_batch_options_init(&options, sizeof options);
  options.threads = 2;
  if (despin_detector_open(argv[1], NULL, &detector, &error) != DESPIN_OK ||
      despin_check_batch(detector, texts, 3, take, &spun, &options, &error) != DESPIN_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 2;
  }
  despin_detector_free(detector);
  printf("despin %s: verdict: %s\n", despin_version(), spun == 1 ? "spun" : "not spun");
  return spun == 1 ? 0 : 1;
}
