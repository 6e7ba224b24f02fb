package reference_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hup.example/services/kit/reference"
)

const sourcesHeader = "file,dataset,producer,licence,date,version,scope\n"

// overlay writes a folder and puts the embedded lists back at the end of the test.
func overlay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if strings.HasSuffix(name, ".gz") {
			packed := gzip.NewWriter(file)
			defer packed.Close()
			_, err = packed.Write([]byte(content))
		} else {
			_, err = file.WriteString(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(reference.Reset)
	return dir
}

func TestLoadOverlay_replacesAList(t *testing.T) {
	for _, name := range []string{"regions.csv", "regions.csv.gz"} {
		t.Run(name, func(t *testing.T) {
			dir := overlay(t, map[string]string{"README.md": "", name: "chef_lieu,nom,code,more\n31555,Occitanie nouvelle,76,x\n",
				"SOURCES.csv": sourcesHeader + "regions.csv,Régions,Insee,Licence Ouverte 2.0,2027,COG 2027,France\n"})
			if err := reference.LoadOverlay(dir); err != nil {
				t.Fatal(err)
			}
			region, ok := reference.Regions().Get("76")
			if !ok || region.Name != "Occitanie nouvelle" || reference.Regions().Len() != 1 {
				t.Errorf("%+v, %d regions", region, reference.Regions().Len())
			}
			if source := reference.Regions().Source(); source.Version != "COG 2027" {
				t.Errorf("%+v", source)
			}
			if reference.Departments().Len() != 109 {
				t.Error("the other lists must stay")
			}
		})
	}
}

func TestLoadOverlay_refusesABadFolder(t *testing.T) {
	good := "regions.csv,Régions,Insee,Licence Ouverte 2.0,2027,COG 2027,France\n"
	for name, files := range map[string]map[string]string{
		"without sources":     {"regions.csv": "code,nom,chef_lieu\n"},
		"a file not sourced":  {"regions.csv": "code,nom,chef_lieu\n", "SOURCES.csv": sourcesHeader},
		"a source not there":  {"SOURCES.csv": sourcesHeader + good},
		"a missing column":    {"regions.csv": "code,nom\n76,Occitanie\n", "SOURCES.csv": sourcesHeader + good},
		"a broken line":       {"regions.csv": "code,nom,chef_lieu\n76\n", "SOURCES.csv": sourcesHeader + good},
		"an empty file":       {"regions.csv": "", "SOURCES.csv": sourcesHeader + good},
		"a list of no code":   {"planets.csv": "code\n", "SOURCES.csv": sourcesHeader + "planets.csv,a,b,c,d,e,f\n"},
		"a false compression": {"regions.csv": "code,nom,chef_lieu\n", "epci.csv": "\x1f\x8b", "SOURCES.csv": sourcesHeader + good},
	} {
		t.Run(name, func(t *testing.T) {
			if err := reference.LoadOverlay(overlay(t, files)); err == nil {
				t.Error("it was taken")
			}
			if reference.Regions().Len() != 26 {
				t.Error("a refused overlay must change nothing")
			}
		})
	}
}

func TestLoadOverlay_takesNone(t *testing.T) {
	if err := reference.LoadOverlay(""); err != nil {
		t.Error(err)
	}
}

func TestSources_nameEveryEmbeddedFile(t *testing.T) {
	named := map[string]reference.Source{}
	for _, source := range reference.Sources() {
		named[source.File] = source
		if source.Licence != "Licence Ouverte 2.0" || source.Producer == "" || source.Date == "" || source.Version == "" {
			t.Errorf("%+v", source)
		}
	}
	files, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), ".gz")
		if _, ok := named[name]; !ok && name != "SOURCES.csv" && name != "README.md" {
			t.Errorf("%s has no source", name)
		}
		delete(named, name)
	}
	if len(named) != 0 {
		t.Errorf("sources without a file: %v", named)
	}
}

func TestSource_mentionIsWhatTheLicenceAsks(t *testing.T) {
	want := "Source : Insee, NAF 2025, 2025, Licence Ouverte 2.0"
	for _, source := range reference.Sources() {
		if source.File == "naf_2025.csv" && source.Mention() != want {
			t.Errorf("%s", source.Mention())
		}
	}
}
