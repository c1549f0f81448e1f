package pagecheck

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

const root = "../.."

// program builds the command once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "headway-page")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "headway")
	build := exec.Command("go", "build", "-o", name, "./examples/headway")
	build.Dir = root
	build.Stderr = os.Stderr
	return name, build.Run()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if name, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(name))
	}
	os.Exit(code)
}

// review runs the command's review.
func review(t *testing.T, format string, args ...string) []byte {
	t.Helper()
	name, err := program()
	require.NoError(t, err)
	cmd := exec.Command(name, append([]string{"review", "-format", format}, args...)...)
	cmd.Dir = root
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	require.NoError(t, err, errs.String())
	return out
}

// reviewed is what is looked at of the review in JSON.
type reviewed struct {
	AsOf  string `json:"as_of"`
	Since string `json:"since"`
	Deals []struct {
		Deal, Owner, Verdict string
		Gained, Unmet        []string
	}
}

func inJSON(t *testing.T, args ...string) (r reviewed) {
	t.Helper()
	require.NoError(t, json.Unmarshal(review(t, "json", args...), &r))
	require.NotEmpty(t, r.Deals)
	return r
}

var hostile = []string{"-playbook", "examples/headway/testdata/hostile/playbook", "-deals", "examples/headway/testdata/hostile/deals.ndjson"}

// tab is a page that is open in a browser of its own.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	url      string
	requests []string
	messages []string // what the page or the browser wrote to the console
}

// browser finds one, or skips the test.
func browser(t *testing.T) string {
	t.Helper()
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}
	if name := os.Getenv("HEADWAY_BROWSER"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	t.Skip("there is no browser to open the page in: install chromium, or name one in HEADWAY_BROWSER")
	return ""
}

// open writes the review as a page and opens it from the file.
func open(t *testing.T, args ...string) *tab {
	t.Helper()
	path := browser(t)
	file := filepath.Join(t.TempDir(), "review.html")
	require.NoError(t, os.WriteFile(file, review(t, "html", args...), 0o644))
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	b := &tab{t: t, url: (&url.URL{Scheme: "file", Path: file}).String()}
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx)) // the browser lives as long as the context of the first call
	b.ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	b.size(1280, 900)
	b.do(chromedp.Navigate(b.url))
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		b.messages = append(b.messages, "console: "+string(e.Type))
	case *runtime.EventExceptionThrown:
		b.messages = append(b.messages, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.messages = append(b.messages, string(e.Entry.Level)+": "+e.Entry.Text)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b.ctx, steps...))
}

func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, command, params)
	require.NoError(b.t, err)
}

// ask evaluates an expression in the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	require.NoError(b.t, err, expression)
	return v
}

func (b *tab) size(width, height int64) { b.do(chromedp.EmulateViewport(width, height)) }

// media sets what kind of medium the page is shown on, and its colours.
func (b *tab) media(kind, colours string) {
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}}})
	b.frame()
}

// frame waits until the page was drawn anew: what lies outside of the window is
// laid out only then.
func (b *tab) frame() {
	_, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	require.NoError(b.t, err)
}

// shot puts a picture of the page where somebody wants to look at it.
func (b *tab) shot(name string, width, height int64) {
	dir := os.Getenv("HEADWAY_SHOTS")
	if dir == "" {
		return
	}
	b.size(width, height)
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644))
}
