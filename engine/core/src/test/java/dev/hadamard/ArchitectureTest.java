// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.stream.Collectors;

/** The package rules of the design: who may know whom. */
@AnalyzeClasses(packages = "dev.hadamard", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.hadamard";
    private static final String REFERENCE = "dev.hadamard.reference..";
    private static final String FILES = "dev.hadamard.io..";
    private static final String COMPUTE = "dev.hadamard.compute..";
    private static final String LOOKUP = "dev.hadamard.compute";
    private static final String SCALAR = "dev.hadamard.compute.scalar..";
    private static final String SIMD = "dev.hadamard.compute.simd..";
    private static final String NETLIB = "dev.hadamard.compute.netlib..";

    @ArchTest
    static final ArchRule ONLY_SIMD_KNOWS_THE_INCUBATOR = noClasses()
            .that()
            .resideOutsideOfPackage(SIMD)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator..")
            .because("without the incubator module every other class must load");

    @ArchTest
    static final ArchRule ONLY_NETLIB_KNOWS_NATIVE_BLAS = noClasses()
            .that()
            .resideOutsideOfPackage(NETLIB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.ludovic.netlib..", "org.bytedeco..")
            .because("JavaCPP is optional, and netlib chooses its library when its classes load");

    @ArchTest
    static final ArchRule SIMD_IS_FOUND_BY_NAME = noClasses()
            .that()
            .resideOutsideOfPackage(SIMD)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SIMD)
            .because("its classes cannot load without the incubator module");

    @ArchTest
    static final ArchRule STRATEGIES_STAND_BEHIND_THE_LOOKUP = noClasses()
            .that()
            .resideOutsideOfPackage(COMPUTE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SCALAR, SIMD, NETLIB);

    @ArchTest
    static final ArchRule THE_REFERENCE_STANDS_ALONE = classes()
            .that()
            .resideInAPackage(REFERENCE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(REFERENCE, "java..")
            .because("an oracle that shares code with what it judges shares its errors");

    @ArchTest
    static final ArchRule COMPUTE_KNOWS_NOTHING_ABOVE_IT = noClasses()
            .that()
            .resideInAPackage(COMPUTE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.hadamard..").and(resideOutsideOfPackages(COMPUTE)));

    @ArchTest
    static final ArchRule ONLY_FILES_KNOW_JSON = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, FILES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule FILES_KNOW_NO_NETWORKS = noClasses()
            .that()
            .resideInAPackage(FILES)
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.hadamard..").and(resideOutsideOfPackages(FILES)));

    @ArchTest
    static final ArchRule NOBODY_WRITES_TO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule REFLECTION_IS_FOR_THE_LOOKUP = noClasses()
            .that()
            .resideOutsideOfPackages(LOOKUP, NETLIB)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect..")
            .orShould()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
            .orShould()
            .callMethod(ClassLoader.class, "loadClass", String.class)
            .because("only what may be absent is looked for by name");

    @ArchTest
    static final ArchRule STATIC_FIELDS_ARE_FINAL =
            fields().that().areStatic().should().beFinal().because("state belongs to a trainer or a predictor");

    @ArchTest
    static final ArchRule NO_THREAD_LOCALS =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().assignedFrom(new PartOfTheEngine()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_AMONG_STRATEGIES =
            slices().matching("dev.hadamard.compute.(*)..").should().beFreeOfCycles();

    /** Holds the twin generator to its promise, and element-typed code to being written for both types. */
    @ArchTest
    static void everyFloatClassHasItsDoubleTwin(final JavaClasses classes) {
        final Set<String> names = classes.stream().map(JavaClass::getName).collect(Collectors.toSet());
        final Set<String> twins = names.stream()
                .filter(name -> name.contains("Float"))
                .map(name -> name.replace("Float", "Double"))
                .collect(Collectors.toSet());
        assertThat(twins).isNotEmpty();
        assertThat(names).containsAll(twins);
    }

    /** The root package, and each package below it together with its own. */
    private static final class PartOfTheEngine implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(final JavaClass javaClass) {
            final String name = javaClass.getPackageName();
            if (!name.startsWith(ROOT)) {
                return SliceIdentifier.ignore();
            }
            final String below = name.substring(ROOT.length());
            final int secondDot = below.indexOf('.', 1);
            return SliceIdentifier.of(ROOT + (secondDot < 0 ? below : below.substring(0, secondDot)));
        }

        @Override
        public String getDescription() {
            return "the root package and each package below it";
        }
    }
}
