package listing

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"time"

	"huiying/collectors/page"
)

// pathsOf are the paths by which a list in data can be asked for again, by the keys of selector.Paths:
// the array that was read, the names of its fields, and the parameter of the address that counts pages.
func pathsOf(v any, base *url.URL, now time.Time) map[string]string {
	objects := objectsAt(v, "", base, now)
	if len(objects) == 0 {
		return nil
	}
	out := map[string]string{}
	for _, o := range objects { // an entry may lack what others have
		for what, name := range page.FieldNames(o, now) {
			if out[what] == "" {
				out[what] = name
			}
		}
	}
	if path, ok := pathTo(v, objects[0], 0); ok && path != "" {
		out["items"] = path
	}
	query := base.Query()
	for _, name := range counting {
		if _, err := strconv.Atoi(query.Get(name)); err == nil {
			out["page"] = name
			break
		}
	}
	return out
}

// counting are the parameters of addresses that count pages.
var counting = []string{"page", "pageNo", "pageno", "pageNum", "pagenum", "pageIndex", "pageindex",
	"currentPage", "curPage",
	"pn", "p"}

// pathTo is the path to the array that holds the object.
func pathTo(v any, first map[string]any, depth int) (path string, ok bool) {
	if depth > 24 {
		return "", false
	}
	join := func(name string, x any) (string, bool) {
		path, ok := pathTo(x, first, depth+1)
		if ok && path != "" {
			return name + "." + path, true
		}
		return name, ok
	}
	switch v := v.(type) {
	case map[string]any:
		for name, x := range v {
			if path, ok = join(name, x); ok {
				return path, true
			}
		}
	case []any:
		if slices.ContainsFunc(v, func(x any) bool { o, is := x.(map[string]any); return is && same(o, first) }) {
			return "", true
		}
		for i, x := range v {
			if path, ok = join(strconv.Itoa(i), x); ok {
				return path, true
			}
		}
	}
	return "", false
}

// same says whether two decoded objects are one.
func same(a, b map[string]any) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}
