package configs

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"

	"huiying/words"
)

var spanPart = regexp.MustCompile(`^(\d{1,9})(w|d|h|m|s|ms)`)

// ParseSpan reads a length of time: 90s, 30m, 5h, 7d, 2w, or several in a row (1d12h). A day is
// 24 hours of counted time; which hours count is the calendar's business.
func ParseSpan(s string) (time.Duration, error) {
	bad := fmt.Errorf("%q is no length of time; write it like 30s, 10m, 5h, 7d", s)
	units := map[string]time.Duration{"w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second, "ms": time.Millisecond}
	var total time.Duration
	rest := s
	for rest != "" {
		m := spanPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, bad
		}
		unit := m[2]
		if strings.HasPrefix(rest[len(m[1]):], "ms") {
			unit = "ms"
		}
		n, _ := strconv.Atoi(m[1])
		if time.Duration(n) > (math.MaxInt64-total)/units[unit] {
			return 0, bad
		}
		total += time.Duration(n) * units[unit]
		rest = rest[len(m[1])+len(unit):]
	}
	if s == "" {
		return 0, bad
	}
	return total, nil
}

func parseSize(s string) (int64, error) {
	scale := int64(1)
	num := s
	for _, u := range []struct {
		suffix string
		scale  int64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"B", 1}} {
		if strings.HasSuffix(s, u.suffix) {
			scale, num = u.scale, strings.TrimSpace(strings.TrimSuffix(s, u.suffix))
			break
		}
	}
	n, err := strconv.ParseInt(num, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/scale {
		return 0, errors.New("this is no size; write it like 512KiB or 8MiB")
	}
	return n * scale, nil
}

// fieldsOf maps YAML keys to fields, an inline struct's among them.
func fieldsOf(v reflect.Value) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		tag, opt, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case opt == "inline":
			for k, sub := range fieldsOf(v.Field(i)) {
				out[k] = sub
			}
		case tag != "" && tag != "-" && f.IsExported():
			out[tag] = v.Field(i)
		}
	}
	return out
}

func keyList(fields map[string]reflect.Value) string {
	keys := make([]string, 0, len(fields))
	for k := range fields {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return strings.Join(keys, ", ")
}

// lastKey names a value in a fault: "units[3].division" is division.
func lastKey(path string) words.Phrase {
	if path == "" {
		return words.Of("fault.value.file")
	}
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		path = path[i+1:]
	}
	if i := strings.IndexByte(path, '['); i > 0 {
		return words.Of("fault.value.each", path[:i])
	}
	return words.Of("fault.value", path)
}
