package collect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// parseCorefile reads the server blocks of a Corefile. It is a parser of its own
// since CoreDNS's would follow `import` to files, and `{$NAME}` to the environment, of
// the machine that kready runs on. Snippets are expanded where they are imported, up to a
// number of plugins that is an error to pass: snippets that import each other double with
// every line.
func parseCorefile(text string) ([]facts.DNSServer, error) {
	p := &corefileParser{lines: corefileLines(text)}
	snippets := map[string][]facts.DNSPlugin{}
	var servers []facts.DNSServer
	for p.more() {
		zones, opened := p.open()
		if !opened {
			continue
		}
		plugins := p.plugins(snippets)
		if name, ok := snippetName(zones); ok {
			snippets[name] = plugins
			continue
		}
		servers = append(servers, facts.DNSServer{Zones: zones, Plugins: plugins})
	}
	if p.count > pluginsMax {
		return nil, fmt.Errorf("the Corefile has more than %d plugins once its snippets are expanded", pluginsMax)
	}
	return servers, nil
}

// pluginsMax is how many plugins a Corefile may have, with those of its snippets.
const pluginsMax = 2000

// keptArguments are the plugins whose arguments checks read; those of others can be secrets.
func keptArguments() []string {
	return []string{"autopath", "bind", "cache", "forward", "health", "import", "kubernetes", "loadbalance", "prometheus", "proxy", "ready", "reload"}
}

// keptOptions are the options of plugins that are kept, each with all its words. Others can hold
// the keys of clouds and of zone transfers, and passwords in URLs.
func keptOptions() []string {
	return []string{
		"denial", "expire", "fallthrough", "force_tcp", "health_check", "lameduck", "max_concurrent", "max_fails", "pods",
		"policy", "prefer_udp", "prefetch", "serve_stale", "success", "ttl",
	}
}

// corefileParser goes through the lines of a Corefile.
type corefileParser struct {
	lines [][]string
	// count is how many plugins there are so far; more than pluginsMax are not kept.
	count int
}

func (p *corefileParser) more() bool { return len(p.lines) > 0 }

func (p *corefileParser) next() []string {
	line := p.lines[0]
	p.lines = p.lines[1:]
	return line
}

// open reads the keys before a "{"; they can go over several lines after commas.
func (p *corefileParser) open() (keys []string, opened bool) {
	for p.more() {
		line := p.next()
		last := len(line) - 1
		opened = line[last] == "{"
		if opened {
			line = line[:last]
		}
		for _, key := range line {
			if key = strings.Trim(key, ","); key != "" {
				keys = append(keys, text.Truncate(key, valueMax))
			}
		}
		if opened {
			return keys, true
		}
	}
	return nil, false
}

// plugins reads the lines of a server block up to its "}".
func (p *corefileParser) plugins(snippets map[string][]facts.DNSPlugin) []facts.DNSPlugin {
	var plugins []facts.DNSPlugin
	for p.more() {
		line := p.next()
		if line[0] == "}" {
			return plugins
		}
		last := len(line) - 1
		block := line[last] == "{"
		if block {
			line = line[:last]
		}
		if len(line) == 0 {
			continue
		}
		plugin := facts.DNSPlugin{Name: text.Truncate(line[0], valueMax)}
		if slices.Contains(keptArguments(), plugin.Name) {
			plugin.Args = cutAll(line[1:])
		}
		if block {
			plugin.Options = p.options()
		}
		add := []facts.DNSPlugin{plugin}
		if known, ok := snippets[firstOf(plugin.Args)]; ok && plugin.Name == "import" {
			add = known
		}
		if p.count += len(add); p.count <= pluginsMax {
			plugins = append(plugins, add...)
		}
	}
	return plugins
}

// options reads the lines of a plugin's block up to its "}"; blocks inside it are
// flattened.
func (p *corefileParser) options() []string {
	var options []string
	for depth := 1; p.more(); {
		line := p.next()
		if line[0] == "}" {
			if depth--; depth == 0 {
				return options
			}
			continue
		}
		if line[len(line)-1] == "{" {
			depth++
			line = line[:len(line)-1]
		}
		if len(line) > 0 && slices.Contains(keptOptions(), line[0]) {
			options = append(options, text.Truncate(strings.Join(line, " "), valueMax))
		}
	}
	return options
}

// snippetName recognises a block that is named "(name)", for imports.
func snippetName(zones []string) (string, bool) {
	if len(zones) != 1 || !strings.HasPrefix(zones[0], "(") || !strings.HasSuffix(zones[0], ")") {
		return "", false
	}
	return strings.Trim(zones[0], "()"), true
}

// corefileLines splits a Corefile into lines of words, without comments and empty
// lines. A "{" ends a line and a "}" stands on one of its own, however it is written.
func corefileLines(text string) [][]string {
	var lines [][]string
	for line := range strings.Lines(text) {
		var words []string
		for _, w := range corefileWords(line) {
			if w == "}" && len(words) > 0 {
				lines, words = append(lines, words), nil
			}
			words = append(words, w)
			if w == "{" || w == "}" {
				lines, words = append(lines, words), nil
			}
		}
		if len(words) > 0 {
			lines = append(lines, words)
		}
	}
	return lines
}

// corefileWords splits a line; quotes hold words together, "#" begins a comment.
func corefileWords(line string) []string {
	var words []string
	for line = strings.TrimSpace(line); line != "" && line[0] != '#'; line = strings.TrimSpace(line) {
		if line[0] == '"' {
			word, rest, _ := strings.Cut(line[1:], `"`)
			words, line = append(words, word), rest
			continue
		}
		end := strings.IndexAny(line, " \t\r\n")
		if end < 0 {
			end = len(line)
		}
		words, line = append(words, line[:end]), line[end:]
	}
	return words
}

func cutAll(values []string) []string {
	var out []string
	for _, value := range values {
		out = append(out, text.Truncate(value, valueMax))
	}
	return out
}

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
