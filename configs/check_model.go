package configs

import (
	"io"
	"io/fs"
)

func (r *reader) checkModelFile() {
	name := r.c.TopicModel.Model
	if name == "" {
		return
	}
	at := r.c.at(mainFile, "topic.model")
	if !fs.ValidPath(name) {
		r.fault(at, "path", "the model %q must be a path within the configuration's directory", name)
		return
	}
	f, err := r.c.dir.Open(name)
	if err != nil {
		r.fault(at, "file", "the model %q cannot be read; huiying train writes one", name)
		return
	}
	_ = f.Close() // only looked at
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
		return Diagnostics{c.fault(at, "file", "the model %q cannot be read; huiying train writes one", name)}
	}
	defer f.Close()
	known, err := labels(f)
	if err != nil {
		return Diagnostics{c.fault(at, "model", "the model %q: %v", name, err)}
	}
	var out Diagnostics
	for _, label := range known {
		if _, ok := c.Topic(label); !ok {
			out = append(out, c.fault(at, "unknown_topic",
				"the model %q says %q, which is no topic of the catalogue; train it on labels that are", name, label))
		}
	}
	return out
}
