import com.google.zetasql.*;
import com.google.zetasql.resolvedast.ResolvedNodes.*;
import com.google.zetasql.toolkit.options.BigQueryLanguageOptions;
import java.nio.file.*;
import java.util.*;

/** Analyses BigQuery statements with GoogleSQL's own analyzer: grammar, names, types, functions. */
public class Analyze {
  public static void main(String[] files) throws Exception {
    int bad = 0, good = 0;
    AnalyzerOptions options = new AnalyzerOptions();
    options.setLanguageOptions(BigQueryLanguageOptions.get());
    for (String file : files) {
      SimpleCatalog catalog = new SimpleCatalog("bigquery");
      catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(BigQueryLanguageOptions.get()));
      int n = 0;
      for (String one : Files.readString(Path.of(file)).split(";\n")) {
        if (one.isBlank()) continue;
        n++;
        try {
          ResolvedStatement statement = Analyzer.analyzeStatement(one, options, catalog);
          if (statement instanceof ResolvedCreateTableStmt create) register(catalog, create);
          good++;
        } catch (RuntimeException problem) {
          bad++;
          System.out.println(file + " #" + n + ": " + problem + "\n" + one + "\n");
        }
      }
    }
    System.out.println(good + " analyzed, " + bad + " refused");
    System.exit(bad == 0 ? 0 : 1);
  }

  private static void register(SimpleCatalog catalog, ResolvedCreateTableStmt create) {
    String name = String.join(".", create.getNamePath());
    SimpleTable table = new SimpleTable(name);
    for (ResolvedColumnDefinition column : create.getColumnDefinitionList()) {
      table.addSimpleColumn(column.getName(), column.getType());
    }
    catalog.addSimpleTable(name, table);
  }
}
