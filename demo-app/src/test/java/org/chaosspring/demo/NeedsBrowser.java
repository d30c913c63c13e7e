package org.chaosspring.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test class a {@link Browser}. Where there is none the tests are skipped,
 * unless {@code CHAOS_REQUIRE_BROWSER} is {@code true}: then they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InstalledBrowser.class)
@interface NeedsBrowser {

}
