package configs

import (
	"io"
	"io/fs"

	"huiying/words"
)

func (r *reader) checkModelFile() {
	r.modelFile("topic.model", r.c.TopicModel.Model, "huiying train")
	r.modelFile("route.model", r.c.Route.Model, "huiying learn")
}

// modelFile looks whether a configured model is there; made says which command writes one.
func (r *reader) modelFile(key, name, made string) {
	if name == "" {
		return
	}
	at := r.c.at(mainFile, key)
	if !fs.ValidPath(name) {
		r.fault(at, "fault.path.model", name)
		return
	}
	f, err := r.c.dir.Open(name)
	if err != nil {
		r.fault(at, "fault.file.model", name, made)
		return
	}
	_ = f.Close() // only looked at
}

// CheckHistory opens the configured model of past orders and hands it to load. Without a model load
// is not called.
func (c *Config) CheckHistory(load func(io.Reader) error) Diagnostics {
	name := c.Route.Model
	if name == "" {
		return nil
	}
	at := c.at(mainFile, "route.model")
	f, err := c.dir.Open(name)
	if err != nil {
		return Diagnostics{c.fault(at, "fault.file.model", name, "huiying learn")}
	}
	defer f.Close()
	if err := load(f); err != nil {
		return Diagnostics{c.fault(at, "fault.model", name, words.Why(err))}
	}
	return nil
}

// CheckModel opens the configured model and hands it to labels, which reads it and names its
// labels: each must be a topic of the catalogue, or nobody would be responsible for what it
// says. Without a model labels is not called.
func (c *Config) CheckModel(labels func(io.Reader) ([]string, error)) Diagnostics {
	name := c.TopicModel.Model
	if name == "" {
		return nil
	}
	at := c.at(mainFile, "topic.model")
	f, err := c.dir.Open(name)
	if err != nil {
		return Diagnostics{c.fault(at, "fault.file.model", name, "huiying train")}
	}
	defer f.Close()
	known, err := labels(f)
	if err != nil {
		return Diagnostics{c.fault(at, "fault.model", name, words.Why(err))}
	}
	var out Diagnostics
	for _, label := range known {
		if _, ok := c.Topic(label); !ok {
			out = append(out, c.fault(at, "fault.unknown_topic.model", name, label))
		}
	}
	return out
}
