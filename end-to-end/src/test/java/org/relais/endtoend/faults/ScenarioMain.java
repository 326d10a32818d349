package org.relais.endtoend.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one test of a module in a JVM of its own, and tells how it ended by a line and by the exit code. */
final class ScenarioMain {
    static final int PASSED = 0;
    static final int FAILED = 3;
    static final int NOT_RUN = 4;

    private ScenarioMain() {}

    /**
     * Runs it and ends the JVM.
     *
     * @param args {@code package.Class#method}
     */
    public static void main(String[] args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(args[0]))
                .build();
        Verdict verdict = new Verdict();
        LauncherFactory.create().execute(request, verdict);
        System.exit(verdict.exitCode);
    }

    private static final class Verdict implements TestExecutionListener {
        private int exitCode = NOT_RUN;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Status status = result.getStatus();
            if (status == Status.FAILED) {
                exitCode = FAILED;
            } else if (status == Status.SUCCESSFUL && test.isTest() && exitCode == NOT_RUN) {
                exitCode = PASSED;
            }
            result.getThrowable().ifPresent(reason -> System.out.println(status + ": " + reason));
        }
    }
}
