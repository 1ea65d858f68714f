// examples/c/archive.c - verdicts on every document of an archive: WARC, JSONL, tables, feeds.
//
//   archive models/en.despin crawl.warc.gz
#include <despin/despin.h>
#include <stdio.h>

// One line for a record; whether it is spun.
static int print_verdict(const despin_detector* detector, const despin_record* record) {
  despin_error error;
  despin_document* document = NULL;
  despin_report* report = NULL;
  int spun = 0;
  const char* where = despin_record_get(record)->url.data;
  if (despin_record_read_document(record, NULL, &document, &error) == DESPIN_OK) {
    const despin_string text = despin_document_get(document)->text;
    despin_check(detector, NULL, text.data, text.size, NULL, &report, &error);
  }
  if (report == NULL) {
    printf("%s: %s\n", where, error.message);
  } else {
    const despin_report_data* data = despin_report_get(report);
    printf("%s: %s, score %.1f\n", where, despin_verdict_name(data->verdict), data->score);
    spun = data->verdict == DESPIN_SPUN;
  }
  despin_report_free(report);
  despin_document_free(document);
  return spun;
}

static void print_all(const despin_detector* detector, despin_reader* reader,
                      despin_record* record) {
  despin_error error;
  int32_t more = 1;
  int documents = 0;
  int spun = 0;
  for (;;) {
    if (despin_reader_next(reader, record, &more, &error) != DESPIN_OK) {
      // A corrupt record; reading goes on behind it.
      printf("record %llu: %s\n", (unsigned long long)despin_record_get(record)->place.number,
             error.message);
      continue;
    }
    if (!more) break;
    ++documents;
    spun += print_verdict(detector, record);
  }
  printf("%d documents, %d spun\n", documents, spun);
}

int main(int argc, char** argv) {
  despin_error error;
  despin_detector* detector = NULL;
  despin_reader* reader = NULL;
  despin_record* record = NULL;
  int status = 2;
  if (argc != 3) {
    fprintf(stderr, "usage: archive MODEL ARCHIVE\n");
    return 2;
  }
  if (despin_detector_open(argv[1], NULL, &detector, &error) == DESPIN_OK &&
      despin_reader_open(argv[2], NULL, &reader, &error) == DESPIN_OK &&
      despin_record_new(&record, &error) == DESPIN_OK) {
    print_all(detector, reader, record);
    status = 0;
  } else {
    fprintf(stderr, "archive: %s\n", error.message);
  }
  despin_record_free(record);
  despin_reader_free(reader);
  despin_detector_free(detector);
  return status;
}
