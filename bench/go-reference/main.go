// Command reference reads one topic as others do, for the measurements to compare with.
//
//	reference scan       a bare franz-go consumer that looks for a text in the bytes of each record
//	reference predicate  Redpanda Console's way: decode each record's JSON, ask a JavaScript function about it
//
// It takes a Job as JSON on its standard input, so that the password is in no argument list, and prints one Outcome
// as JSON. It ends when it has read as many records as the job says.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

const deadline = 5 * time.Minute

// Job says where to read what, and what to look for.
type Job struct {
	BootstrapServer string `json:"bootstrapServer"`
	Username        string `json:"username"`
	Password        string `json:"password"`
	Topic           string `json:"topic"`
	Records         int    `json:"records"`
	// Text is what `scan` looks for.
	Text string `json:"text"`
	// Code is the body of the JavaScript function that `predicate` asks.
	Code string `json:"code"`
}

// Outcome is what was found, and what it cost from the first connection on. CPU time is of all threads.
type Outcome struct {
	Records    int     `json:"records"`
	Hits       int     `json:"hits"`
	Seconds    float64 `json:"seconds"`
	CPUSeconds float64 `json:"cpuSeconds"`
}

// A matcher tells whether a record is wanted. Each is called by one goroutine.
type matcher func(record *kgo.Record) (bool, error)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: reference scan|predicate < job.json")
	}
	var job Job
	if err := json.NewDecoder(os.Stdin).Decode(&job); err != nil {
		return fmt.Errorf("the job is not JSON")
	}
	matchers, err := matchersOf(os.Args[1], job)
	if err != nil {
		return err
	}
	outcome, err := read(job, matchers)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(outcome)
}

// matchersOf gives one matcher for the bare loop, and one for each core for the costly predicate.
func matchersOf(name string, job Job) ([]matcher, error) {
	switch name {
	case "scan":
		return []matcher{textMatcher(job.Text)}, nil
	case "predicate":
		matchers := make([]matcher, runtime.GOMAXPROCS(0))
		for index := range matchers {
			made, err := predicateMatcher(job.Code)
			if err != nil {
				return nil, err
			}
			matchers[index] = made
		}
		return matchers, nil
	}
	return nil, fmt.Errorf("no such reference: %s", name)
}

// read consumes without a group, from the first record on, what a committed reader may see; franz-go checks each CRC.
func read(job Job, matchers []matcher) (Outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	began, cpuBefore := time.Now(), cpuSeconds()
	client, err := kgo.NewClient(
		kgo.SeedBrokers(job.BootstrapServer),
		kgo.SASL(scram.Auth{User: job.Username, Pass: job.Password}.AsSha512Mechanism()),
		kgo.ConsumeTopics(job.Topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
	)
	if err != nil {
		return Outcome{}, err
	}
	defer client.Close()
	var outcome Outcome
	for outcome.Records < job.Records {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return Outcome{}, err
		}
		records := fetches.Records()
		hits, err := count(records, matchers)
		if err != nil {
			return Outcome{}, err
		}
		outcome.Records += len(records)
		outcome.Hits += hits
	}
	outcome.Seconds = time.Since(began).Seconds()
	outcome.CPUSeconds = cpuSeconds() - cpuBefore
	return outcome, nil
}

// count shares the records out among the matchers.
func count(records []*kgo.Record, matchers []matcher) (int, error) {
	if len(matchers) == 1 {
		return countWith(records, matchers[0])
	}
	hits, failures := make([]int, len(matchers)), make([]error, len(matchers))
	var group sync.WaitGroup
	for index, matches := range matchers {
		share := records[len(records)*index/len(matchers) : len(records)*(index+1)/len(matchers)]
		group.Go(func() { hits[index], failures[index] = countWith(share, matches) })
	}
	group.Wait()
	total := 0
	for index := range matchers {
		if failures[index] != nil {
			return 0, failures[index]
		}
		total += hits[index]
	}
	return total, nil
}

func countWith(records []*kgo.Record, matches matcher) (int, error) {
	hits := 0
	for _, record := range records {
		hit, err := matches(record)
		if err != nil {
			return 0, err
		}
		if hit {
			hits++
		}
	}
	return hits, nil
}

func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}
