package main

import (
	"bytes"

	"github.com/twmb/franz-go/pkg/kgo"
)

// textMatcher finds a text in the bytes of key, value, header names and header values.
func textMatcher(text string) matcher {
	needle := []byte(text)
	return func(record *kgo.Record) (bool, error) {
		if bytes.Contains(record.Value, needle) || bytes.Contains(record.Key, needle) {
			return true, nil
		}
		for _, header := range record.Headers {
			if bytes.Contains([]byte(header.Key), needle) || bytes.Contains(header.Value, needle) {
				return true, nil
			}
		}
		return false, nil
	}
}
