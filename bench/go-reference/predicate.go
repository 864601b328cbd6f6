package main

import (
	"encoding/json"
	"fmt"

	"github.com/dop251/goja"
	"github.com/twmb/franz-go/pkg/kgo"
)

// predicateMatcher does what Redpanda Console does for each message of a search with a JavaScript filter: the record is
// decoded into Go values, these are set as variables of an engine, and a compiled function is called.
func predicateMatcher(code string) (matcher, error) {
	vm := goja.New()
	if _, err := vm.RunString("var isMessageOk = function() {" + code + "}"); err != nil {
		return nil, fmt.Errorf("the predicate is no JavaScript: %w", err)
	}
	isMessageOk, ok := goja.AssertFunction(vm.Get("isMessageOk"))
	if !ok {
		return nil, fmt.Errorf("the predicate is no function")
	}
	return func(record *kgo.Record) (bool, error) {
		headers := make(map[string][]byte, len(record.Headers))
		for _, header := range record.Headers {
			headers[header.Key] = header.Value
		}
		variables := []struct {
			name  string
			value any
		}{
			{"partitionID", record.Partition},
			{"offset", record.Offset},
			{"timestamp", record.Timestamp},
			{"key", decoded(record.Key)},
			{"value", decoded(record.Value)},
			{"headers", headers},
		}
		for _, variable := range variables {
			if err := vm.Set(variable.name, variable.value); err != nil {
				return false, err
			}
		}
		answer, err := isMessageOk(goja.Undefined())
		if err != nil {
			return false, err
		}
		return answer.ToBoolean(), nil
	}, nil
}

// decoded gives what a JSON text holds, or the bytes as text when they are none.
func decoded(payload []byte) any {
	if payload == nil {
		return nil
	}
	var value any
	if err := json.Unmarshal(payload, &value); err != nil {
		return string(payload)
	}
	return value
}
