// Command check prints the verdict on a text, and what was swapped in it, by cgo.
//
//	CGO_CFLAGS=-Iinclude CGO_LDFLAGS="-Lbuild/release/lib -ldespin_c" go run . models/en.despin page.txt
package main

// #include <despin/despin.h>
// #include <stdlib.h>
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"unsafe"
)

// Detector is a model that is shared by all goroutines.
type Detector struct{ handle *C.despin_detector }

// Finding is a stretch of text that reads like a thesaurus entry put in a word's place.
type Finding struct {
	Begin, End int // bytes
	Originals  []string
}

// Report is what a Detector says of one text.
type Report struct {
	Verdict  string
	Score    float64
	Findings []Finding
}

// Open maps a model file.
func Open(path string) (*Detector, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	var failure C.despin_error
	detector := &Detector{}
	if C.despin_detector_open(name, nil, &detector.handle, &failure) != C.DESPIN_OK {
		return nil, errors.New(C.GoString(&failure.message[0]))
	}
	runtime.SetFinalizer(detector, func(d *Detector) { C.despin_detector_free(d.handle) })
	return detector, nil
}

// Check judges a text; its bytes are read where they are.
func (d *Detector) Check(text []byte) (*Report, error) {
	var failure C.despin_error
	var handle *C.despin_report
	start := (*C.char)(unsafe.Pointer(unsafe.SliceData(text)))
	code := C.despin_check(d.handle, nil, start, C.size_t(len(text)), nil, &handle, &failure)
	runtime.KeepAlive(d)
	if code != C.DESPIN_OK {
		return nil, errors.New(C.GoString(&failure.message[0]))
	}
	defer C.despin_report_free(handle)
	data := C.despin_report_get(handle)
	report := &Report{
		Verdict: C.GoString(C.despin_verdict_name(data.verdict)),
		Score:   float64(data.score),
	}
	for _, f := range unsafe.Slice(data.findings, data.finding_count) {
		finding := Finding{Begin: int(f.begin_byte), End: int(f.end_byte)}
		for _, o := range unsafe.Slice(f.likely_originals, f.likely_original_count) {
			finding.Originals = append(finding.Originals, C.GoStringN(o.data, C.int(o.size)))
		}
		report.Findings = append(report.Findings, finding)
	}
	return report, nil
}

func run(model, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	detector, err := Open(model)
	if err != nil {
		return err
	}
	report, err := detector.Check(text)
	if err != nil {
		return err
	}
	fmt.Printf("verdict: %s (score %.1f)\n", report.Verdict, report.Score)
	for _, f := range report.Findings {
		fmt.Println(" ", string(text[f.Begin:f.End]), "<-", f.Originals)
	}
	return nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: check MODEL TEXT_FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(2)
	}
}
