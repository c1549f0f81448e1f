package pagecheck

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

func TestThePageIsTheReviewAndFetchesNothing(t *testing.T) {
	b := open(t)
	r := inJSON(t)
	require.Equal(t, "Pipeline review, "+r.Since+" to "+r.AsOf, ask[string](b, `document.title`))
	require.Equal(t, []string{"Pipeline review"}, ask[[]string](b, `Array.from(document.querySelectorAll("h1"), h => h.textContent)`))
	var want []string
	for _, d := range r.Deals {
		want = append(want, d.Deal)
	}
	require.Equal(t, want, ask[[]string](b, `Array.from(document.querySelectorAll("article .id"), e => e.textContent)`))
	require.Empty(t, b.messages, "nothing is wrong with it")
	require.Equal(t, []string{b.url}, b.requests, "only the page itself")
	require.Equal(t, "rgb(246, 245, 241)", ask[string](b, `getComputedStyle(document.body).backgroundColor`), "the style is let in")
	require.False(t, ask[bool](b, `document.getElementById("filter").hidden`), "the script is let in")
}

// TestThePageIsBuiltForThoseWhoDoNotSeeIt looks at landmarks, headings, tables
// and names.
func TestThePageIsBuiltForThoseWhoDoNotSeeIt(t *testing.T) {
	b := open(t)
	for _, one := range []string{"header.top", "main", "footer", "h1"} {
		require.Equal(t, 1, ask[int](b, `document.querySelectorAll("`+one+`").length`), one)
	}
	require.Equal(t, "en", ask[string](b, `document.documentElement.lang`))
	levels := ask[[]int](b, `Array.from(document.querySelectorAll("h1, h2, h3, h4"), h => Number(h.tagName[1]))`)
	for i := 1; i < len(levels); i++ {
		require.LessOrEqual(t, levels[i], levels[i-1]+1, "heading %d jumps over a level", i)
	}
	for what, wrong := range map[string]string{
		"a picture without words":        `svg:not([aria-hidden=true]):not([role=img][aria-label])`,
		"a sign that is read out":        `span.sign:not([aria-hidden=true])`,
		"a table without a caption":      `table:not(:has(caption))`,
		"a head cell without a scope":    `th:not([scope])`,
		"a field without a label":        `label:not(:has(select)), form > select`,
		"a part without a name":          `main > section:not([aria-labelledby])`,
		"a deal without a name":          `article:not([aria-labelledby])`,
		"a strip of stages without name": `ol:not([aria-label])`,
		"details without a summary":      `details:not(:has(> summary:first-child))`,
	} {
		require.Equal(t, []string{}, ask[[]string](b, "Array.from(document.querySelectorAll(`"+wrong+"`), e => e.outerHTML.slice(0, 200))"), what)
	}
	require.Equal(t, []string{}, ask[[]string](b, `Array.from(document.querySelectorAll("[aria-labelledby]"), e => e.getAttribute("aria-labelledby")).filter(id => !document.getElementById(id))`))
	require.Equal(t, []string{}, ask[[]string](b, `Array.from(document.querySelectorAll("[id]"), e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`), "an id is given once")
}

func TestThePageFitsWhateverItIsReadOn(t *testing.T) {
	b := open(t)
	for _, details := range []bool{false, true} {
		if details {
			ask[int](b, `document.querySelectorAll("details").forEach(d => d.open = true), 0`)
		}
		for _, width := range []int64{320, 360, 768, 1280} {
			b.size(width, 800)
			require.LessOrEqual(t, ask[int64](b, `document.documentElement.scrollWidth`), width, "it does not scroll sideways")
			out := ask[[]string](b, `Array.from(document.querySelectorAll("body *"))
				.filter(e => !e.closest(".wide, .skip, thead, svg") && e.getBoundingClientRect().right > innerWidth + 1)
				.map(e => e.outerHTML.slice(0, 200))`)
			require.Equal(t, []string{}, out, "nothing sticks out at %d", width)
		}
	}
	h := open(t, hostile...)
	h.size(360, 800)
	require.LessOrEqual(t, ask[int](h, `document.documentElement.scrollWidth`), 360, "long words break")
}

func TestDetailsOpenByMouseAndByKeyboard(t *testing.T) {
	b := open(t)
	first, second := `document.querySelectorAll("details")[0]`, `document.querySelectorAll("details")[1]`
	require.False(t, ask[bool](b, first+`.open`))
	require.False(t, ask[bool](b, first+`.querySelector("li").checkVisibility({contentVisibilityAuto: true})`))
	b.do(chromedp.Click(chromedp.CSS("#list > article:first-child summary")))
	require.True(t, ask[bool](b, first+`.open`))
	require.True(t, ask[bool](b, first+`.querySelector("li").checkVisibility()`))
	require.Positive(t, ask[float64](b, first+`.querySelector("li").getBoundingClientRect().height`))

	// From one summary to the next there is nothing else to stop at.
	b.do(chromedp.KeyEvent(kb.Tab))
	require.True(t, ask[bool](b, second+`.querySelector("summary") === document.activeElement`))
	require.NotEqual(t, "none", ask[string](b, `getComputedStyle(document.activeElement).outlineStyle`), "where one is can be seen")
	b.do(chromedp.KeyEvent(kb.Enter))
	require.True(t, ask[bool](b, second+`.open`))
	b.do(chromedp.KeyEvent(" "))
	require.False(t, ask[bool](b, second+`.open`))
}

func TestTheFirstStopOfTheKeyboardLeadsToTheDeals(t *testing.T) {
	b := open(t)
	b.do(chromedp.KeyEvent(kb.Tab))
	require.Equal(t, "To the deals", ask[string](b, `document.activeElement.textContent`))
	require.Positive(t, ask[float64](b, `document.activeElement.getBoundingClientRect().right`), "it is seen then")
	b.do(chromedp.KeyEvent(kb.Enter))
	require.Equal(t, "deals", ask[string](b, `document.activeElement.id`))
}

const shown = `Array.from(document.querySelectorAll("article")).filter(a => a.checkVisibility()).map(a => a.querySelector(".id").textContent)`

// choose sets a field as somebody would who picks one of its options.
func choose(b *tab, field, option string) {
	b.t.Helper()
	require.True(b.t, ask[bool](b, `(() => {
		const field = document.getElementById("`+field+`");
		const option = Array.from(field.options).find(o => o.text === "`+option+`");
		if (!option) return false;
		field.value = option.value;
		field.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})()`), "%s has no %q", field, option)
}

func TestDealsAreFilteredAndSorted(t *testing.T) {
	b := open(t)
	r := inJSON(t)
	var everybody, ruth, regressed, both []string
	for _, d := range r.Deals {
		everybody = append(everybody, d.Deal)
		if d.Owner == "ruth" {
			ruth = append(ruth, d.Deal)
		}
		if d.Verdict == "regressed" {
			regressed = append(regressed, d.Deal)
			if d.Owner == "ruth" {
				both = append(both, d.Deal)
			}
		}
	}
	require.Equal(t, everybody, ask[[]string](b, shown))
	choose(b, "owner", "ruth")
	require.Equal(t, ruth, ask[[]string](b, shown))
	require.Equal(t, fmt.Sprintf("%d of %d deals shown", len(ruth), len(everybody)), ask[string](b, `document.getElementById("shown").textContent`))
	choose(b, "verdict", "regressed")
	require.Equal(t, both, ask[[]string](b, shown))
	choose(b, "owner", "all")
	require.Equal(t, regressed, ask[[]string](b, shown))
	choose(b, "verdict", "all")
	choose(b, "order", "largest amount first")
	sorted := ask[[]string](b, shown)
	require.Equal(t, []string{"EN-206", "EN-203", "EN-210"}, sorted[:3])
	require.Equal(t, "MM-131", sorted[len(sorted)-1], "no amount is last")
	choose(b, "order", "worst first")
	require.Equal(t, everybody, ask[[]string](b, shown))
	require.Empty(t, ask[string](b, `document.getElementById("shown").textContent`))
	b.do(chromedp.Click(chromedp.CSS("#open")))
	require.Zero(t, ask[int](b, `document.querySelectorAll("details:not([open])").length`))
	b.do(chromedp.Click(chromedp.CSS("#open")))
	require.Zero(t, ask[int](b, `document.querySelectorAll("details[open]").length`))
	require.Empty(t, b.messages)
}

func TestThePageIsWholeWithoutScript(t *testing.T) {
	b := open(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(chromedp.Navigate(b.url))
	require.True(t, ask[bool](b, `document.getElementById("filter").hidden`), "what does nothing is not shown")
	require.Len(t, ask[[]string](b, shown), len(inJSON(t).Deals))
	b.do(chromedp.Click(chromedp.CSS("#list > article:first-child summary")))
	require.True(t, ask[bool](b, `document.querySelector("details").open`))

	// The style alone opens the details for print.
	b.do(chromedp.Navigate(b.url))
	b.media("print", "light")
	require.Zero(t, ask[int](b, closedText), "details that are not printed")
}

// closedText counts the texts in details that are not shown.
const closedText = `Array.from(document.querySelectorAll("details li, details p")).filter(e => !e.checkVisibility({contentVisibilityAuto: true}) || e.getBoundingClientRect().height === 0).length`

func TestDetailsArePrinted(t *testing.T) {
	b := open(t)
	require.Positive(t, ask[int](b, closedText), "on a screen they are closed")
	b.media("print", "dark")
	require.Zero(t, ask[int](b, closedText))
	require.False(t, ask[bool](b, `document.getElementById("filter").checkVisibility()`), "nobody picks on paper")
	require.Equal(t, "rgb(255, 255, 255)", ask[string](b, `getComputedStyle(document.body).backgroundColor`), "paper is white, whatever the screen is")
	b.media("", "light")

	printed, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(printed), "%PDF-"))
	require.Zero(t, ask[int](b, `document.querySelectorAll("details[open]").length`), "they are closed again behind it")
	file := filepath.Join(t.TempDir(), "review.pdf")
	if dir := os.Getenv("HEADWAY_SHOTS"); dir != "" {
		file = filepath.Join(dir, "print.pdf")
	}
	require.NoError(t, os.WriteFile(file, printed, 0o644))
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("it is printed, and there is no pdftotext (of poppler-utils) to read it with")
	}
	text, err := exec.Command(reader, "-raw", file, "-").Output()
	require.NoError(t, err)
	words := strings.Join(strings.Fields(string(text)), " ")
	for _, says := range []string{"Pipeline review", "Oskerby Chemicals: inspections", "I am stopping every project above half a million", "Missing at the gate to Discover", "noted before it",
		"7 continuations since anything was gained or promised", "2026-03-02 ● continuation no next step", "threshold: above 0 (house default)", "too little on record to judge", "Open deals by the stage they have earned"} {
		require.True(t, strings.Contains(words, says), says)
	}
	require.Equal(t, len(inJSON(t).Deals), strings.Count(words, "Noted in the window"))
}

// TestPrintingIsLight holds what made a page of many deals slow to print: marks
// of quotation, which are counted anew for each that there is, and details that
// the script opens although the style does.
func TestPrintingIsLight(t *testing.T) {
	b := open(t)
	require.Positive(t, ask[int](b, `document.querySelectorAll("q").length`))
	require.Equal(t, []string{"none"}, ask[[]string](b, `Array.from(new Set(Array.from(document.querySelectorAll("q")).flatMap(q => [getComputedStyle(q, "::before").content, getComputedStyle(q, "::after").content])))`))
	require.Zero(t, ask[int](b, openForPrint))
	require.Empty(t, b.messages)
}

// openForPrint counts the details that are open while the page is printed.
const openForPrint = `(() => { dispatchEvent(new Event("beforeprint")); const n = document.querySelectorAll("details[open]").length; dispatchEvent(new Event("afterprint")); return n })()`

// TestTheScriptOpensDetailsForPrintWhereTheStyleCannot is about browsers that do
// not know what the style says.
func TestTheScriptOpensDetailsForPrintWhereTheStyleCannot(t *testing.T) {
	b := open(t)
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `CSS.supports = () => false`})
	b.do(chromedp.Navigate(b.url))
	ask[int](b, `document.querySelector("details").open = true, 0`)
	require.Equal(t, len(inJSON(t).Deals), ask[int](b, openForPrint))
	require.Equal(t, 1, ask[int](b, `document.querySelectorAll("details[open]").length`), "what was open stays so, and nothing else")
}

// TestEncountersAreSeenWithTheirDetails: in words, beside a sign that is not read
// out.
func TestEncountersAreSeenWithTheirDetails(t *testing.T) {
	b := open(t)
	const types = `Array.from(document.querySelectorAll("li b.type")).filter(e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 0)`
	require.Zero(t, ask[int](b, types+`.length`))
	b.do(chromedp.Click(chromedp.CSS("#list > article:first-child summary")))
	seen := ask[[]string](b, types+`.map(e => Array.from(e.childNodes).filter(n => n.ariaHidden !== "true").map(n => n.textContent.trim()).join(""))`)
	require.Len(t, seen, 7)
	for _, word := range seen {
		require.Contains(t, []string{"advance", "continuation"}, word)
	}
}

// TestWideTotalsAreReachedByKeyboard: on a phone each table moves by itself.
func TestWideTotalsAreReachedByKeyboard(t *testing.T) {
	b := open(t)
	b.size(360, 800)
	require.Equal(t, 4, ask[int](b, `document.querySelectorAll(".wide table").length`))
	require.Positive(t, ask[int](b, `(() => { const first = document.querySelector(".wide"); first.focus(); return first.scrollWidth - first.clientWidth })()`), "it is wider than a phone")
	require.Equal(t, "By verdict", ask[string](b, `document.activeElement.getAttribute("aria-label")`))
}

// TestNoScriptOfStrangersRuns opens deals and definitions that try.
func TestNoScriptOfStrangersRuns(t *testing.T) {
	b := open(t, hostile...)
	require.Equal(t, "undefined", ask[string](b, `typeof window.injected`))
	b.do(chromedp.Click(chromedp.CSS("#open")))
	ask[int](b, `document.querySelectorAll("article *").forEach(e => { e.dispatchEvent(new MouseEvent("mouseover", {bubbles: true})); if (e.click && e.tagName !== "SUMMARY") e.click(); }), 0`)
	require.Equal(t, "undefined", ask[string](b, `typeof window.injected`))
	require.Equal(t, 1, ask[int](b, `document.scripts.length`))
	require.Zero(t, ask[int](b, `document.querySelectorAll("img, iframe, b b, plaintext, body a:not(.skip)").length`))
	require.Len(t, ask[[]string](b, shown), 3)
	require.Empty(t, b.messages)
	require.Equal(t, []string{b.url}, b.requests)
	names := ask[[]string](b, `Array.from(document.querySelectorAll("h3 .id"), e => e.textContent)`)
	slices.Sort(names)
	require.Equal(t, []string{"' onmouseover='window.injected=1", "<script>window.injected=1</script>", "javascript:window.injected=1"}, names, "nothing is lost")

	// Were something to slip through, the page's policy would still stop it.
	ask[int](b, `(() => { const s = document.createElement("script"); s.textContent = "window.injected = 1"; document.body.append(s); return 0 })()`)
	require.Equal(t, "undefined", ask[string](b, `typeof window.injected`))
}

// TestTextCanBeRead works out the contrast of every text, as the WCAG have it,
// on the ground that is behind it.
func TestTextCanBeRead(t *testing.T) {
	b := open(t)
	for _, colours := range []string{"light", "dark"} {
		b.media("", colours)
		ask[int](b, `document.querySelectorAll("details").forEach(d => d.open = true), 0`)
		require.Equal(t, []string{}, ask[[]string](b, lowContrast), colours)
	}
	require.Equal(t, "rgb(20, 24, 27)", ask[string](b, `getComputedStyle(document.body).backgroundColor`), "dark is dark")
	b.media("print", "light")
	require.Equal(t, []string{}, ask[[]string](b, lowContrast), "print")
}

// lowContrast lists the texts with a contrast below 4.5.
const lowContrast = `(() => {
	const rgb = s => s.match(/[\d.]+/g).map(Number);
	const light = ([r, g, b]) => [.2126, .7152, .0722].reduce((sum, part, i) => {
		const c = [r, g, b][i] / 255;
		return sum + part * (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
	}, 0);
	const ground = e => {
		for (; e; e = e.parentElement) {
			const c = rgb(getComputedStyle(e).backgroundColor);
			if (c.length < 4 || c[3] > 0) return c;
		}
		return [255, 255, 255];
	};
	const low = [];
	let texts = 0;
	for (const e of document.querySelectorAll("body *")) {
		if (!Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim() !== "")) continue;
		if (e.closest("script, option") || !e.checkVisibility()) continue;
		texts++;
		const style = getComputedStyle(e);
		const [a, b] = [light(rgb(e.closest("svg") ? style.fill : style.color)), light(ground(e))];
		const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (contrast < 4.5) low.push(contrast.toFixed(2) + " " + e.outerHTML.slice(0, 150));
	}
	return texts < 100 ? ["only " + texts + " texts were looked at"] : low;
})()`

// TestPicturesAreTaken is for whoever wants to look at them.
func TestPicturesAreTaken(t *testing.T) {
	if os.Getenv("HEADWAY_SHOTS") == "" {
		t.Skip("HEADWAY_SHOTS names no directory for pictures")
	}
	b := open(t)
	b.media("", "light")
	b.shot("desk", 1280, 3400)
	b.shot("phone", 360, 3600)
	b.size(1280, 1200)
	ask[int](b, `document.querySelector("#sums").scrollIntoView(), 0`)
	b.shot("desk-totals", 1280, 1700)
	ask[int](b, `document.querySelectorAll("details").forEach((d, i) => d.open = i < 2), scrollTo(0, 0), 0`)
	b.shot("desk-open", 1280, 3000)
	b.shot("phone-open", 360, 6000)
	b.media("", "dark")
	b.shot("desk-dark", 1280, 2600)
	b.shot("phone-dark", 360, 3600)
	h := open(t, hostile...)
	h.shot("hostile", 1280, 1800)
}
