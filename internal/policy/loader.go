package policy

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// loader compiles kready's own policies when they are needed, in shards side by side.
type loader struct {
	files  fs.FS
	inputs *inputs
	reads  map[string][]string                 // the fields of the input, by check
	shared func() (map[string][]string, error) // the files of lib/ and internal/, by package

	packed func() map[string][]byte // the lines of the packed policies, by file

	mu     sync.Mutex
	parsed map[string]func() (*ast.Module, error) // by file, each parsed once
	read   map[string]func() (compiled, error)    // by file, each unpacked once
	shards map[string]*shard                      // by id of the checks in them
}

// shard is a part of the checks, compiled together.
type shard struct {
	ids     []string
	done    chan struct{}
	program *program
	err     error
}

// newLoader loads from the packed policies what they hold of the files as they are, and compiles the rest.
func newLoader(files fs.FS, packed []byte) *loader {
	l := &loader{
		files: files, inputs: &inputs{}, reads: map[string][]string{}, parsed: map[string]func() (*ast.Module, error){},
		read: map[string]func() (compiled, error){}, shards: map[string]*shard{},
	}
	l.packed = sync.OnceValue(func() map[string][]byte { return packedLines(packed) })
	l.shared = sync.OnceValues(l.sharedFiles)
	return l
}

// Prepare begins to compile those of the checks that are not compiled yet, and returns at
// once.
func (l *loader) Prepare(ids []string) {
	for _, s := range l.plan(ids, runtime.GOMAXPROCS(0)) {
		go l.compile(s)
	}
}

// plan makes at most so many shards of those ids that are in none, of which neighbours stay
// together: they share packages.
func (l *loader) plan(ids []string, most int) []*shard {
	l.mu.Lock()
	defer l.mu.Unlock()
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return l.shards[id] != nil })
	slices.Sort(ids)
	ids = slices.Compact(ids)
	var shards []*shard
	const least = 8 // fewer checks are compiled sooner than what they share
	for n := min(most, (len(ids)+least-1)/least); n > 0; n-- {
		s := &shard{ids: ids[:len(ids)/n], done: make(chan struct{})}
		ids = ids[len(ids)/n:]
		shards = append(shards, s)
		for _, id := range s.ids {
			l.shards[id] = s
		}
	}
	return shards
}

// Wait returns when the shard of a check is compiled and what it reads is converted, or when
// ctx ends.
func (l *loader) Wait(ctx context.Context, id string, in *facts.Input) {
	select {
	case <-l.shardOf(id).done:
		l.inputs.memo(ctx, in).value(l.reads[id])
	case <-ctx.Done():
	}
}

// Shares returns the shard of a check: what its policies work out is kept for one after the other.
func (l *loader) Shares(id string) any {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.shards[id]; s != nil {
		return s
	}
	return l
}

// shardOf returns the shard of a check, which is compiled here and now if it is in none.
func (l *loader) shardOf(id string) *shard {
	for _, s := range l.plan([]string{id}, 1) {
		l.compile(s)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.shards[id]
}

// run returns the Run of an indexed check, which waits for its shard.
func (l *loader) run(e entry, c indexed) func(context.Context, *facts.Input) (check.Outcome, error) {
	return func(ctx context.Context, in *facts.Input) (check.Outcome, error) {
		p, err := l.ready(ctx, c.ID, in)
		if err != nil {
			return check.Outcome{}, err
		}
		return p.run(e, c.Reads)(ctx, in)
	}
}

// needy returns the Needy of an indexed check, nil when it has none.
func (l *loader) needy(e entry, c indexed) func(context.Context, *facts.Input) ([]check.Finding, error) {
	if !e.has(ruleNeedy) {
		return nil
	}
	return func(ctx context.Context, in *facts.Input) ([]check.Finding, error) {
		p, err := l.ready(ctx, c.ID, in)
		if err != nil {
			return nil, err
		}
		return p.needy(e, c.Reads)(ctx, in)
	}
}

// ready returns the program of a check, once it is compiled and what it reads is converted.
func (l *loader) ready(ctx context.Context, id string, in *facts.Input) (*program, error) {
	l.Wait(ctx, id, in)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := l.shardOf(id)
	return s.program, s.err
}

// compile compiles a shard: its checks, and what they import. Where all of these are packed as they are now,
// they were compiled before.
func (l *loader) compile(s *shard) {
	defer close(s.done)
	compiler, err := l.linked(s.ids)
	if err != nil {
		compiler, err = l.compiled(s.ids)
	}
	s.program, s.err = &program{compiler: compiler, inputs: l.inputs}, err
}

// linked makes a compiler of the packed policies of these checks. It fails where one is not packed as it is now.
func (l *loader) linked(ids []string) (*ast.Compiler, error) {
	modules := map[string]*ast.Module{}
	for _, id := range ids {
		if err := l.addPacked(modules, id+".rego"); err != nil {
			return nil, err
		}
	}
	return link(modules)
}

// compiled makes a compiler of the texts of these checks.
func (l *loader) compiled(ids []string) (*ast.Compiler, error) {
	modules := map[string]*ast.Module{}
	for _, id := range ids {
		if err := l.add(modules, id+".rego"); err != nil {
			return nil, err
		}
	}
	compiler := ast.NewCompiler().WithSkipStages(verification()...)
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, fmt.Errorf("cannot compile the built-in policies: %w", compiler.Errors)
	}
	return compiler, nil
}

// verification are the stages of compilation that only verify. The built-in policies are
// verified before they are shipped (Index).
func verification() []ast.StageID {
	return []ast.StageID{
		ast.StageCheckUnusedImports, ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports,
		ast.StageCheckVoidCalls, ast.StageRewritePrintCalls, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet,
		ast.StageRewriteRegoMetadataCalls, ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs,
		ast.StageCheckSafetyRuleHeads, ast.StageSetGraph, ast.StageCheckRecursion, ast.StageCheckTypes,
		ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins, ast.StageBuildRequiredCapabilities,
		ast.StageRewriteTestRulesForTracing,
	}
}

// add adds a file's module and the modules of what it imports.
func (l *loader) add(modules map[string]*ast.Module, file string) error {
	if modules[file] != nil {
		return nil
	}
	module, err := l.parse(file)
	if err != nil {
		return err
	}
	modules[file] = module
	return l.addImports(modules, sharedImports(module), l.add)
}

// addPacked is add for packed modules.
func (l *loader) addPacked(modules map[string]*ast.Module, file string) error {
	if modules[file] != nil {
		return nil
	}
	before, err := l.unpack(file)
	if err != nil {
		return err
	}
	modules[file] = before.module
	return l.addImports(modules, before.imports, l.addPacked)
}

// addImports adds the modules of packages.
func (l *loader) addImports(modules map[string]*ast.Module, packages []string, add func(map[string]*ast.Module, string) error) error {
	shared, err := l.shared()
	if err != nil {
		return err
	}
	for _, name := range packages {
		for _, needed := range shared[name] {
			if err := add(modules, needed); err != nil {
				return err
			}
		}
	}
	return nil
}

// unpack reads what a file was compiled to, once for all shards.
func (l *loader) unpack(file string) (compiled, error) {
	return once(l, l.read, file, func() (compiled, error) { return readPacked(l.files, file, l.packed()[file]) })
}

// parse parses a file, once for all shards.
func (l *loader) parse(file string) (*ast.Module, error) {
	return once(l, l.parsed, file, func() (*ast.Module, error) {
		return parseWith(l.files, file, file, ast.ParserOptions{})
	})
}

// once does something for a file the first time that it is asked for.
func once[T any](l *loader, done map[string]func() (T, error), file string, do func() (T, error)) (T, error) {
	l.mu.Lock()
	result, ok := done[file]
	if !ok {
		result = sync.OnceValues(do)
		done[file] = result
	}
	l.mu.Unlock()
	return result()
}

// sharedFiles lists the files of lib/ and internal/ by their package, which is that of their
// place (placed).
func (l *loader) sharedFiles() (map[string][]string, error) {
	byPackage := map[string][]string{}
	for _, dir := range []string{libDir, internalDir} {
		files, err := fs.Glob(l.files, dir+"/*.rego")
		if err != nil {
			return nil, fmt.Errorf("cannot list the policies in %s: %w", dir, err)
		}
		for _, file := range files {
			name := root + "." + dir
			if dir == internalDir {
				name += "." + strings.TrimSuffix(path.Base(file), ".rego")
			}
			if !isTest(file) {
				byPackage[name] = append(byPackage[name], file)
			}
		}
	}
	return byPackage, nil
}
