// Package elastic keeps the index of findings in Elasticsearch (or OpenSearch): the engine
// of many machines. It asks what every such server answers alike: plain JSON, no scripts, no
// lifecycle policies, no ingest pipelines, no data streams.
//
// Findings lie in an index for each month in which they were collected, for that is the time
// their retention counts from: what is over is dropped by dropping indices. All months of one
// generation stand behind one alias, which is what is searched; a rebuild fills the next
// generation beside it and then moves the alias.
//
//	huiying-findings                  alias: the generation that is searched
//	huiying-findings-000002           its anchor: empty, holds the alias from the first moment
//	huiying-findings-000002-202603    what was collected in March 2026
//
// A document's version is its finding's place in the log, so that the server itself refuses
// the older of two, whoever comes first.
package elastic

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"

	"huiying/index"
)

// Options say where the server is and how it is spoken to.
type Options struct {
	URLs     []string // http(s)://host:port, one or more nodes of one cluster
	User     string
	Password string
	APIKey   string // instead of User and Password
	CA       []byte // PEM: who signed the server's certificate; nil: whom the system trusts
	Compat   string // "opensearch", or "" for Elasticsearch
	Prefix   string // begins the name of everything made there; "huiying" when empty

	Cut index.Cutter // cuts what people ask as the texts were cut
}

// CompatOpenSearch is the Compat of OpenSearch.
const CompatOpenSearch = "opensearch"

// prefixes leave no hyphen in a prefix, so that no installation's pattern covers another's.
var prefixes = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,39}$`)

// Index is an index.Index on a server. It may be open while the server is away: what needs
// it then says index.ErrAway. Close it.
type Index struct {
	client *elastictransport.Client // esapi's requests over it: the library's own client would bring its typed half, a thousand packages
	wires  *http.Transport
	compat string
	where  string
	alias  string
	cut    index.Cutter
	sleep  func(context.Context, time.Duration) error

	mu   sync.Mutex
	laid bool // the template is laid down
}

// Open makes ready to speak to the server; it does not yet.
func Open(o Options) (*Index, error) {
	if o.Prefix == "" {
		o.Prefix = "huiying"
	}
	if !prefixes.MatchString(o.Prefix) {
		return nil, fmt.Errorf("the prefix %q of the index must be lower-case letters, digits and _", o.Prefix)
	}
	if len(o.URLs) == 0 {
		return nil, errors.New("the index needs the address of a server")
	}
	if o.Compat != "" && o.Compat != CompatOpenSearch {
		return nil, fmt.Errorf("the index speaks to Elasticsearch (compat empty) and to OpenSearch (compat: %s), not to %q", CompatOpenSearch, o.Compat)
	}
	wires := http.DefaultTransport.(*http.Transport).Clone()
	wires.DialContext = (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	wires.ResponseHeaderTimeout = 2 * time.Minute
	wires.MaxIdleConnsPerHost = 16
	client, err := o.connect(wires)
	if err != nil {
		return nil, fmt.Errorf("the connection to the index cannot be made: %w", err)
	}
	return &Index{client: client, wires: wires, compat: o.Compat, where: strings.Join(o.URLs, ","), alias: o.Prefix + "-findings", cut: o.Cut, sleep: sleep}, nil
}

func (o Options) connect(wires *http.Transport) (*elastictransport.Client, error) {
	nodes := make([]*url.URL, len(o.URLs))
	for i, s := range o.URLs {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("%q is no address of a server: it looks like https://host:9200", s)
		}
		nodes[i] = u
	}
	options := []elastictransport.Option{elastictransport.WithUserAgent("huiying"), elastictransport.WithTransport(wires),
		elastictransport.WithURLs(nodes...), elastictransport.WithRetry(len(nodes), 502, 503, 504)} // again means the next node
	switch {
	case o.APIKey != "":
		options = append(options, elastictransport.WithAPIKey(o.APIKey))
	case o.User != "":
		options = append(options, elastictransport.WithBasicAuth(o.User, o.Password))
	}
	if o.CA != nil { // not by the library's own option, which clones the wires: Close would miss them
		trusted := x509.NewCertPool()
		if !trusted.AppendCertsFromPEM(o.CA) {
			return nil, errors.New("the file of trusted certificates holds none in PEM form")
		}
		wires.TLSClientConfig = &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
	}
	return elastictransport.NewClient(options...)
}

// Close ends idle connections; the server keeps what it has.
func (x *Index) Close() error {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	err := x.client.Close(ctx) // it may be waiting to try a node again
	x.wires.CloseIdleConnections()
	return err
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

var _ index.Index = (*Index)(nil)
